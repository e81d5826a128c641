/**
 * BM25 by its formula, over the terms of the questions alone: what lexical searches are compared with.
 * Formula and parameters are those of `src/index/bm25.ts`; nothing else is shared with it.
 */
import { TopK } from '../../src/index/top-k.ts';

const k1 = 1.2;
const b = 0.75;

interface Postings {
  readonly ordinals: number[];
  readonly counts: number[];
}

export class ExactLexical {
  readonly #postings: Map<string, Postings>;
  readonly #lengths: number[] = [];
  #totalLength = 0;

  /** @param terms the only ones that will be searched */
  constructor(terms: readonly string[]) {
    this.#postings = new Map(terms.map((term) => [term, { ordinals: [], counts: [] }]));
  }

  /** The next chunk, by its terms, each as often as it stands. */
  add(terms: readonly string[]): void {
    const ordinal = this.#lengths.length;
    const counts = new Map<Postings, number>();
    for (const term of terms) {
      const postings = this.#postings.get(term);
      if (postings) counts.set(postings, (counts.get(postings) ?? 0) + 1);
    }
    for (const [postings, count] of counts) {
      postings.ordinals.push(ordinal);
      postings.counts.push(count);
    }
    this.#lengths.push(terms.length);
    this.#totalLength += terms.length;
  }

  /** The best `k` of the chunks so far: falling score, ties by ordinal. */
  best(terms: readonly string[], k: number): number[] {
    const size = this.#lengths.length;
    const average = this.#totalLength / size;
    const scores = new Float64Array(size);
    for (const term of terms) {
      const { ordinals, counts } = this.#postings.get(term)!;
      const idf = Math.log(1 + (size - ordinals.length + 0.5) / (ordinals.length + 0.5));
      for (const [at, ordinal] of ordinals.entries()) {
        const count = counts[at]!;
        const saturation = count + k1 * (1 - b + (b * this.#lengths[ordinal]!) / average);
        scores[ordinal] = scores[ordinal]! + (idf * count * (k1 + 1)) / saturation;
      }
    }
    const best = new TopK(k);
    for (const [ordinal, score] of scores.entries()) if (score > 0) best.offer(ordinal, score);
    return best.ranked().map(({ ordinal }) => ordinal);
  }
}
