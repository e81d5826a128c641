/**
 * Dense search over one generation: the chunks' own vectors, and those of the questions that their
 * sections say they answer (docs/decisions/0009-question-vectors.md). Notes without such questions
 * are searched by their text alone.
 */
import type { Scored, VectorIndex } from '../index/contract.ts';
import { TopK } from '../index/top-k.ts';

/**
 * A match with one of a section's questions counts this much less than one with its text: questions
 * resemble each other more than a question resembles a passage. Tuned on the dev split.
 */
export const QUESTION_DISCOUNT = 0.1;

export interface QuestionRows {
  readonly index: VectorIndex;
  /** For each question the half-open range of chunks that it leads to, by ordinal. */
  readonly firstChunk: Uint32Array;
  readonly endChunk: Uint32Array;
}

export interface DenseSearch {
  readonly kind: VectorIndex['kind'];
  /** The best `k` chunks by `score`: falling, ties by ordinal. A question counts among the `k` nearest. */
  search(vector: Float32Array, k: number): Scored[];
  /** Cosine to the chunk, or to one of its section's questions less the discount where that is more. */
  score(vector: Float32Array, ordinal: number): number;
}

/** @param questions undefined where no document lists any */
export function createDenseSearch(chunks: VectorIndex, questions?: QuestionRows): DenseSearch {
  if (questions === undefined || questions.index.size === 0) {
    return {
      kind: chunks.kind,
      search: (vector, k) => chunks.search(vector, k),
      score: (vector, ordinal) => chunks.cosine(vector, ordinal),
    };
  }
  const { index, firstChunk, endChunk } = questions;
  const rows = rowsByChunk(chunks.size, questions);
  return {
    kind: chunks.kind,
    search(vector, k) {
      const scores = new Map(
        chunks.search(vector, k).map(({ ordinal, score }) => [ordinal, score]),
      );
      for (const { ordinal: row, score } of index.search(vector, k)) {
        for (let chunk = firstChunk[row]!; chunk < endChunk[row]!; chunk += 1) {
          const known = scores.get(chunk) ?? chunks.cosine(vector, chunk);
          scores.set(chunk, Math.max(known, score - QUESTION_DISCOUNT));
        }
      }
      const best = new TopK(k);
      for (const [ordinal, score] of scores) best.offer(ordinal, score);
      return best.ranked();
    },
    score(vector, ordinal) {
      let best = chunks.cosine(vector, ordinal);
      for (let row = rows.first[ordinal]!; row < rows.end[ordinal]!; row += 1) {
        best = Math.max(best, index.cosine(vector, row) - QUESTION_DISCOUNT);
      }
      return best;
    },
  };
}

/** For each chunk the half-open range of its questions; they stand in the order of the chunks. */
function rowsByChunk(
  size: number,
  { firstChunk, endChunk }: QuestionRows,
): { readonly first: Uint32Array; readonly end: Uint32Array } {
  const first = new Uint32Array(size);
  const end = new Uint32Array(size);
  for (let row = 0; row < firstChunk.length; row += 1) {
    for (let chunk = firstChunk[row]!; chunk < endChunk[row]!; chunk += 1) {
      if (end[chunk] === 0) first[chunk] = row;
      end[chunk] = row + 1;
    }
  }
  return { first, end };
}
