/**
 * BM25 as loops over typed arrays and nothing else: no words, no objects, no order among the best. It
 * leaves out what the product leaves out (`src/index/search-rows.ts`), by the same reckoning.
 */
import type { Postings } from '../src/index/row-sums.ts';
import type { BoundedRow } from '../src/index/search-rows.ts';

/** Chunks kept, at most, by ordinal; the length says how many. */
export type BareBm25 = (rows: readonly BoundedRow[], k: number) => Uint32Array;

/** @param most the greatest `k` that will be asked for */
export function createBareBm25({ size, ordinals, scores }: Postings, most: number): BareBm25 {
  const totals = new Float32Array(Math.ceil(size / 8) * 8);
  const bits = new Int32Array(totals.buffer);
  const seen = new Uint32Array(size);
  const sums = new Float32Array(size);
  const heap = new Float32Array(most);
  const heapBits = new Int32Array(heap.buffer);
  const kept = new Uint32Array(most);

  /** Puts an entry in the place of the worst of `count`. */
  const replace = (count: number, ordinal: number, total: number): void => {
    let at = 0;
    for (let child = 1; child < count; child = 2 * at + 1) {
      if (child + 1 < count && heap[child + 1]! < heap[child]!) child += 1;
      if (heap[child]! >= total) break;
      heap[at] = heap[child]!;
      kept[at] = kept[child]!;
      at = child;
    }
    heap[at] = total;
    kept[at] = ordinal;
  };
  const insert = (count: number, ordinal: number, total: number): void => {
    let at = count;
    while (at > 0 && heap[(at - 1) >> 1]! > total) {
      heap[at] = heap[(at - 1) >> 1]!;
      kept[at] = kept[(at - 1) >> 1]!;
      at = (at - 1) >> 1;
    }
    heap[at] = total;
    kept[at] = ordinal;
  };
  const addAll = (start: number, end: number): void => {
    let at = start;
    for (; at + 8 <= end; at += 8) {
      totals[ordinals[at]!] = totals[ordinals[at]!]! + scores[at]!;
      totals[ordinals[at + 1]!] = totals[ordinals[at + 1]!]! + scores[at + 1]!;
      totals[ordinals[at + 2]!] = totals[ordinals[at + 2]!]! + scores[at + 2]!;
      totals[ordinals[at + 3]!] = totals[ordinals[at + 3]!]! + scores[at + 3]!;
      totals[ordinals[at + 4]!] = totals[ordinals[at + 4]!]! + scores[at + 4]!;
      totals[ordinals[at + 5]!] = totals[ordinals[at + 5]!]! + scores[at + 5]!;
      totals[ordinals[at + 6]!] = totals[ordinals[at + 6]!]! + scores[at + 6]!;
      totals[ordinals[at + 7]!] = totals[ordinals[at + 7]!]! + scores[at + 7]!;
    }
    for (; at < end; at += 1) totals[ordinals[at]!] = totals[ordinals[at]!]! + scores[at]!;
  };
  /** Moves what the first rows hold to `seen` and `sums`. */
  const take = (rows: readonly BoundedRow[], until: number): number => {
    let count = 0;
    for (let row = 0; row < until; row += 1) {
      for (let at = rows[row]!.start; at < rows[row]!.end; at += 1) {
        const ordinal = ordinals[at]!;
        if (bits[ordinal] === 0) continue;
        seen[count] = ordinal;
        sums[count] = totals[ordinal]!;
        count += 1;
        totals[ordinal] = 0;
      }
    }
    return count;
  };
  /** Adds a row to the sums of some chunks, by growing strides and halving. */
  const find = ({ start, end }: BoundedRow, of: Uint32Array, to: Float32Array, count: number) => {
    let from = start;
    for (let at = 0; at < count; at += 1) {
      const ordinal = of[at]!;
      if (at > 0 && ordinal < of[at - 1]!) from = start;
      let high = from;
      for (let stride = 1; high < end && ordinals[high]! < ordinal; stride *= 2) {
        from = high + 1;
        high += stride;
      }
      high = Math.min(high, end);
      while (from < high) {
        const middle = (from + high) >>> 1;
        if (ordinals[middle]! < ordinal) from = middle + 1;
        else high = middle;
      }
      if (from < end && ordinals[from] === ordinal) to[at] = to[at]! + scores[from]!;
    }
  };
  const best = (count: number, k: number): number => {
    const filled = Math.min(count, k);
    for (let at = 0; at < filled; at += 1) insert(at, seen[at]!, sums[at]!);
    for (let at = filled; at < count; at += 1) {
      if (sums[at]! > heap[0]!) replace(k, seen[at]!, sums[at]!);
    }
    return filled;
  };

  return (rows, k) => {
    let left = 0;
    let below = 0;
    for (const { start, end, greatest } of rows) {
      left += end - start;
      below += greatest;
    }
    const all = left;
    let added = 0;
    let above = 0;
    for (let row = 0; row < rows.length; row += 1) {
      const cost = 4 * added + 40 * (rows.length - row) * (k + added / 4);
      if (added >= k && cost < left && above > below) {
        let count = take(rows, row);
        const filled = best(count, k);
        for (let at = row; at < rows.length; at += 1) find(rows[at]!, kept, heap, filled);
        let floor = filled < k ? 0 : Number.POSITIVE_INFINITY;
        for (let at = 0; at < filled; at += 1) floor = Math.min(floor, heap[at]!);
        floor *= 1 - 1e-6;
        if (below < floor) {
          for (let next = row; next < rows.length; next += 1) {
            let possible = 0;
            for (let at = 0; at < count; at += 1) {
              if (sums[at]! + below < floor) continue;
              seen[possible] = seen[at]!;
              sums[possible] = sums[at]!;
              possible += 1;
            }
            count = possible;
            find(rows[next]!, seen, sums, count);
            below -= rows[next]!.greatest;
          }
          return kept.subarray(0, best(count, k));
        }
        for (let at = 0; at < count; at += 1) totals[seen[at]!] = sums[at]!;
      }
      const { start, end, greatest } = rows[row]!;
      addAll(start, end);
      added += end - start;
      left -= end - start;
      above += greatest;
      below -= greatest;
    }
    if (all * 8 <= size) return kept.subarray(0, best(take(rows, rows.length), k));
    let count = 0;
    let floor = 0;
    for (let from = 0; from < size; from += 8) {
      if (
        bits[from]! <= floor &&
        bits[from + 1]! <= floor &&
        bits[from + 2]! <= floor &&
        bits[from + 3]! <= floor &&
        bits[from + 4]! <= floor &&
        bits[from + 5]! <= floor &&
        bits[from + 6]! <= floor &&
        bits[from + 7]! <= floor
      ) {
        continue;
      }
      for (let ordinal = from; ordinal < from + 8; ordinal += 1) {
        if (bits[ordinal]! <= floor) continue;
        if (count < k) {
          insert(count, ordinal, totals[ordinal]!);
          count += 1;
        } else replace(k, ordinal, totals[ordinal]!);
        if (count === k) floor = heapBits[0]!;
      }
    }
    totals.fill(0);
    return kept.subarray(0, count);
  };
}
