import type { Scored } from './contract.ts';

/** Keeps the best `k` of what it is offered: highest score, ties by lower ordinal. */
export class TopK {
  readonly #k: number;
  readonly #ordinals: number[] = [];
  readonly #scores: number[] = [];

  constructor(k: number) {
    this.#k = k;
  }

  /** O(log k) when kept; one comparison when not. */
  offer(ordinal: number, score: number): void {
    const size = this.#ordinals.length;
    if (this.#k === 0) return;
    if (size < this.#k) {
      this.#ordinals.push(ordinal);
      this.#scores.push(score);
      this.#rise(size);
    } else if (isBetter(score, ordinal, this.#scores[0]!, this.#ordinals[0]!)) {
      this.#ordinals[0] = ordinal;
      this.#scores[0] = score;
      this.#sink();
    }
  }

  /** Score that the next one must exceed, or reach with a lower ordinal, to be kept. */
  get floor(): number {
    if (this.#ordinals.length < this.#k) return Number.NEGATIVE_INFINITY;
    return this.#scores[0] ?? Number.POSITIVE_INFINITY;
  }

  /** What was kept, best first. */
  ranked(): Scored[] {
    return this.#ordinals
      .map((ordinal, at) => ({ ordinal, score: this.#scores[at]! }))
      .sort((left, right) => right.score - left.score || left.ordinal - right.ordinal);
  }

  // A binary heap with the worst kept entry at its root.
  #rise(from: number): void {
    let at = from;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (!this.#isWorse(at, parent)) return;
      this.#swap(at, parent);
      at = parent;
    }
  }

  #sink(): void {
    let at = 0;
    for (;;) {
      const left = 2 * at + 1;
      if (left >= this.#ordinals.length) return;
      const right = left + 1;
      const child = right < this.#ordinals.length && this.#isWorse(right, left) ? right : left;
      if (!this.#isWorse(child, at)) return;
      this.#swap(at, child);
      at = child;
    }
  }

  #isWorse(left: number, right: number): boolean {
    return isBetter(
      this.#scores[right]!,
      this.#ordinals[right]!,
      this.#scores[left]!,
      this.#ordinals[left]!,
    );
  }

  #swap(left: number, right: number): void {
    [this.#ordinals[left], this.#ordinals[right]] = [this.#ordinals[right]!, this.#ordinals[left]!];
    [this.#scores[left], this.#scores[right]] = [this.#scores[right]!, this.#scores[left]!];
  }
}

function isBetter(score: number, ordinal: number, thanScore: number, thanOrdinal: number): boolean {
  return score > thanScore || (score === thanScore && ordinal < thanOrdinal);
}
