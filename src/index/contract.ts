/** Contracts of the search structures over one generation of chunks, addressed by ordinal. */

import type { Within } from './within.ts';

/** A chunk's position in its generation with its score. */
export interface Scored {
  readonly ordinal: number;
  /** Higher is better. */
  readonly score: number;
}

/** Words -> chunks. One implementation, `bm25.ts`; the distributed library brings its own. */
export interface LexicalIndex {
  readonly size: number;
  /**
   * The best `k` chunks that hold any of the terms: falling score, ties by ordinal. Scores are the same
   * within a part as within the whole.
   */
  search(terms: readonly string[], k: number, within?: Within): Scored[];
  /** Share of the terms' idf that stands in each of the chunks, 0 to 1; 0 without terms. */
  coverage(terms: readonly string[], ordinals: readonly number[]): number[];
  /** Inverse document frequency, above 0; greatest for terms that no chunk holds. */
  idf(term: string): number;
  /** In how many chunks the term stands. */
  documentFrequency(term: string): number;
  /** The word of the chunks that this one may be a misspelling of: itself where it is one of them. */
  nearestWord(word: string): string | undefined;
}

/** Vector -> chunks by cosine. Implementations: `flat.ts`, `graph/graph-index.ts`. */
export interface VectorIndex {
  readonly kind: 'flat' | 'graph';
  readonly size: number;
  readonly dimensions: number;
  /** What its searches lack at the moment. */
  readonly notice?: () => string | undefined;
  /**
   * The best `k` chunks: falling cosine, ties by ordinal. Exact, but for a graph, which finds nearly
   * all of them. `query` must have unit length.
   *
   * @throws UserInputError when the query has another length or a value that is not finite.
   */
  search(query: Float32Array, k: number, within?: Within): Scored[] | Promise<Scored[]>;
  /** Cosine of the query to one chunk, -1 to 1. */
  cosine(query: Float32Array, ordinal: number): number;
  /** Lets go of threads and files, where it has any. */
  close?(): void;
}
