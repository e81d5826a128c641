/**
 * Exact search among a part of a large table: its rows are read from the file into an index of their
 * own, which is kept, as whoever chooses some documents asks them more than once.
 */
import type { Scored } from '../contract.ts';
import { createFlatIndex } from '../flat.ts';
import { countWithin, nameOfWithin, type Within } from '../within.ts';
import { readRows, type StoredRows } from './stored-rows.ts';

/** Rows of all that are kept together, 2 kB each at 384 numbers. */
const mostKept = 60_000;
const mostSubsets = 64;
/** Each SIMD index reserves 10 GB of addresses (nodejs/node#41319); small parts are compared without. */
const simdFrom = 2_000;

interface Subset {
  readonly size: number;
  search(query: Float32Array, k: number): Scored[];
}

export class SubsetIndexes {
  readonly #descriptor: number;
  readonly #rows: StoredRows;
  /** By their ranges; the last used one is the last. */
  readonly #kept = new Map<string, Subset>();
  #keptRows = 0;

  constructor(descriptor: number, rows: StoredRows) {
    this.#descriptor = descriptor;
    this.#rows = rows;
  }

  /**
   * The best `k` rows within: falling cosine, ties by ordinal.
   *
   * @throws IndexCorruptError when a row is not a unit vector
   */
  search(query: Float32Array, k: number, within: Within): Scored[] {
    const name = nameOfWithin(within);
    const subset = this.#kept.get(name) ?? this.#open(within);
    this.#kept.delete(name);
    this.#kept.set(name, subset);
    return subset.search(query, k);
  }

  #open(within: Within): Subset {
    const size = countWithin(within);
    for (const [name, kept] of this.#kept) {
      if (this.#keptRows + size <= mostKept && this.#kept.size < mostSubsets) break;
      this.#kept.delete(name);
      this.#keptRows -= kept.size;
    }
    const { dimensions } = this.#rows;
    const values = new Float32Array(size * dimensions);
    const ordinals = new Uint32Array(size);
    let row = 0;
    for (const { start, end } of within) {
      const to = values.subarray(row * dimensions, (row + end - start) * dimensions);
      readRows(this.#descriptor, this.#rows, start, to);
      for (let ordinal = start; ordinal < end; ordinal += 1, row += 1) ordinals[row] = ordinal;
    }
    const table = { values, dimensions };
    const index =
      size < simdFrom ? createFlatIndex(table, () => undefined) : createFlatIndex(table);
    this.#keptRows += size;
    return {
      size,
      search: (query, k) =>
        index
          .search(query, k)
          .map(({ ordinal, score }) => ({ ordinal: ordinals[ordinal]!, score })),
    };
  }
}
