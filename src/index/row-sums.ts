/** Sums over rows of postings, chunk by chunk, and the best of them. */
import { TopK } from './top-k.ts';

/** All postings, row after row. */
export interface Postings {
  /** Number of chunks. */
  readonly size: number;
  /** Ascending within a row. */
  readonly ordinals: Uint32Array;
  /** What a row's term adds to the chunk's score, above 0. */
  readonly scores: Float32Array;
}

/** The postings of one term: a half-open range. */
export interface Row {
  readonly start: number;
  readonly end: number;
}

/** Chunks with what the rows so far add to them. */
export interface Seen {
  readonly ordinals: Uint32Array;
  readonly sums: Float32Array;
}

/** Where the rows hold more postings than one chunk in so many, looking at every chunk costs less. */
const chunksForOnePosting = 8;

const block = 8;

/** A sum for each chunk, in 32 bits as the scores are; all are zero between two searches. */
export class RowSums {
  readonly #postings: Postings;
  readonly #sums: Float32Array;
  /** The same as whole numbers: sums are not negative, so they compare alike, and faster. */
  readonly #bits: Int32Array;

  constructor(postings: Postings) {
    this.#postings = postings;
    // Whole blocks, so that no reading goes beyond the end.
    this.#sums = new Float32Array(Math.ceil(postings.size / block) * block);
    this.#bits = new Int32Array(this.#sums.buffer);
  }

  /** Adds a row. A block of postings a turn takes 0.4 of the time of one a turn. */
  add({ start, end }: Row): void {
    const { ordinals, scores } = this.#postings;
    const sums = this.#sums;
    let at = start;
    for (; at + block <= end; at += block) {
      addOne(sums, ordinals, scores, at);
      addOne(sums, ordinals, scores, at + 1);
      addOne(sums, ordinals, scores, at + 2);
      addOne(sums, ordinals, scores, at + 3);
      addOne(sums, ordinals, scores, at + 4);
      addOne(sums, ordinals, scores, at + 5);
      addOne(sums, ordinals, scores, at + 6);
      addOne(sums, ordinals, scores, at + 7);
    }
    for (; at < end; at += 1) addOne(sums, ordinals, scores, at);
  }

  /** The best `k` of the chunks in `rows`, which are all that were added; leaves zeros. */
  takeBest(rows: readonly Row[], k: number): TopK {
    const best = new TopK(Math.min(k, this.#postings.size));
    const postings = rows.reduce((sum, { start, end }) => sum + end - start, 0);
    if (postings * chunksForOnePosting > this.#postings.size) this.#takeFromAll(best);
    else this.#takeFromRows(rows, best);
    return best;
  }

  /** The chunks in `rows`, which are all that were added, row by row, each once; leaves zeros. */
  takeSeen(rows: readonly Row[]): Seen {
    const sums = this.#sums;
    const { ordinals } = this.#postings;
    const most = rows.reduce((sum, { start, end }) => sum + end - start, 0);
    const seen = { ordinals: new Uint32Array(most), sums: new Float32Array(most) };
    let count = 0;
    for (const { start, end } of rows) {
      for (let at = start; at < end; at += 1) {
        const ordinal = ordinals[at]!;
        const sum = sums[ordinal]!;
        if (sum === 0) continue;
        sums[ordinal] = 0;
        seen.ordinals[count] = ordinal;
        seen.sums[count] = sum;
        count += 1;
      }
    }
    return { ordinals: seen.ordinals.subarray(0, count), sums: seen.sums.subarray(0, count) };
  }

  /** Undoes `takeSeen`. */
  putBack({ ordinals, sums }: Seen): void {
    for (let at = 0; at < ordinals.length; at += 1) this.#sums[ordinals[at]!] = sums[at]!;
  }

  #takeFromAll(best: TopK): void {
    const sums = this.#sums;
    const bits = this.#bits;
    const size = sums.length;
    let floor = 0;
    for (let from = 0; from < size; from += block) {
      if (!isAnyAbove(bits, from, floor)) continue;
      for (let ordinal = from; ordinal < from + block; ordinal += 1) {
        if (bits[ordinal]! <= floor) continue;
        best.offer(ordinal, sums[ordinal]!);
        floor = bitsOf(best.floor);
      }
    }
    sums.fill(0);
  }

  #takeFromRows(rows: readonly Row[], best: TopK): void {
    const sums = this.#sums;
    const { ordinals } = this.#postings;
    for (const { start, end } of rows) {
      for (let at = start; at < end; at += 1) {
        const ordinal = ordinals[at]!;
        const sum = sums[ordinal]!;
        if (sum === 0) continue;
        sums[ordinal] = 0;
        best.offer(ordinal, sum);
      }
    }
  }
}

function addOne(sums: Float32Array, ordinals: Uint32Array, scores: Float32Array, at: number): void {
  const ordinal = ordinals[at]!;
  sums[ordinal] = sums[ordinal]! + scores[at]!;
}

function isAnyAbove(bits: Int32Array, from: number, floor: number): boolean {
  return (
    bits[from]! > floor ||
    bits[from + 1]! > floor ||
    bits[from + 2]! > floor ||
    bits[from + 3]! > floor ||
    bits[from + 4]! > floor ||
    bits[from + 5]! > floor ||
    bits[from + 6]! > floor ||
    bits[from + 7]! > floor
  );
}

const asNumber = new Float32Array(1);
const asBits = new Int32Array(asNumber.buffer);

/** Bits of a sum; 0 for what is below every sum. */
function bitsOf(sum: number): number {
  asNumber[0] = Math.max(sum, 0);
  return asBits[0]!;
}
