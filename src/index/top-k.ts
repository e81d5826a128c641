import type { Scored } from './contract.ts';

/** Keeps the best `k` of what it is offered: highest score, ties by lower ordinal. */
export class TopK {
  // A binary heap with the worst kept entry at its root.
  readonly #ordinals: Uint32Array;
  readonly #scores: Float64Array;
  #size = 0;
  /** Kept apart: it is read for each that is looked at, and seldom changes. */
  #floor: number;

  /** Takes room for all `k` at once, 12 bytes each. */
  constructor(k: number) {
    this.#ordinals = new Uint32Array(k);
    this.#scores = new Float64Array(k);
    this.#floor = k === 0 ? Number.POSITIVE_INFINITY : Number.NEGATIVE_INFINITY;
  }

  /** O(log k) when kept; one comparison when not. */
  offer(ordinal: number, score: number): void {
    const size = this.#size;
    const k = this.#scores.length;
    if (size < k) {
      this.#size = size + 1;
      this.#rise(size, ordinal, score);
    } else if (k > 0 && isBetter(score, ordinal, this.#scores[0]!, this.#ordinals[0]!)) {
      this.#sink(size, ordinal, score);
    } else return;
    if (this.#size === k) this.#floor = this.#scores[0]!;
  }

  /** Score that the next one must exceed, or reach with a lower ordinal, to be kept. */
  get floor(): number {
    return this.#floor;
  }

  /** What was kept, best first. */
  ranked(): Scored[] {
    const ranked: Scored[] = [];
    for (let last = this.#size - 1; last >= 0; last -= 1) {
      const ordinal = this.#ordinals[0]!;
      const score = this.#scores[0]!;
      this.#sink(last, this.#ordinals[last]!, this.#scores[last]!);
      this.#ordinals[last] = ordinal;
      this.#scores[last] = score;
      ranked.push({ ordinal, score });
    }
    // The worst was pushed first; in that order they are a heap again.
    this.#ordinals.subarray(0, this.#size).reverse();
    this.#scores.subarray(0, this.#size).reverse();
    return ranked.reverse();
  }

  /** Puts an entry in the place `end`, and moves it up to where it belongs. */
  #rise(end: number, ordinal: number, score: number): void {
    const ordinals = this.#ordinals;
    const scores = this.#scores;
    let at = end;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (!isBetter(scores[parent]!, ordinals[parent]!, score, ordinal)) break;
      ordinals[at] = ordinals[parent]!;
      scores[at] = scores[parent]!;
      at = parent;
    }
    ordinals[at] = ordinal;
    scores[at] = score;
  }

  /** Puts an entry in the place of the root of the first `size`, and moves it down likewise. */
  #sink(size: number, ordinal: number, score: number): void {
    const ordinals = this.#ordinals;
    const scores = this.#scores;
    let at = 0;
    for (let child = 1; child < size; child = 2 * at + 1) {
      const right = child + 1;
      if (
        right < size &&
        isBetter(scores[child]!, ordinals[child]!, scores[right]!, ordinals[right]!)
      ) {
        child = right;
      }
      if (!isBetter(score, ordinal, scores[child]!, ordinals[child]!)) break;
      ordinals[at] = ordinals[child]!;
      scores[at] = scores[child]!;
      at = child;
    }
    ordinals[at] = ordinal;
    scores[at] = score;
  }
}

function isBetter(score: number, ordinal: number, thanScore: number, thanOrdinal: number): boolean {
  return score > thanScore || (score === thanScore && ordinal < thanOrdinal);
}
