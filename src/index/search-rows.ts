/**
 * The best chunks by the sum of their scores in several rows, exactly. Where few chunks of the first rows
 * can be among the best, the others are not added but searched for those few: MaxScore (Turtle and Flood,
 * "Query evaluation: strategies and optimizations", 1995), term by term.
 */
import type { Scored } from './contract.ts';
import { findOrdinalAhead } from './find-ordinal.ts';
import { type Postings, type Row, RowSums, type Seen } from './row-sums.ts';
import { TopK } from './top-k.ts';

export interface BoundedRow extends Row {
  /** Greatest score in the row. */
  readonly greatest: number;
}

/** Falling score, ties by ordinal. */
export type RowSearch = (rows: readonly BoundedRow[], k: number) => Scored[];

/** What is done with one chunk, in the time that one posting takes to be added: about 1 ns. */
const costs = { take: 4, find: 40 };
/** Of the chunks seen, so many are searched in the remaining rows. */
const shareSearched = 0.25;

/**
 * Scores are summed in 32 bits, row by row: falling greatest score, ties as they stand in the postings. So
 * a chunk has the same score however it was found.
 */
export function createRowSearch(postings: Postings): RowSearch {
  const sums = new RowSums(postings);
  return (unordered, most) => {
    const rows = unordered.toSorted(
      (left, right) => right.greatest - left.greatest || left.start - right.start,
    );
    const k = Math.min(most, postings.size);
    // Each of the additions rounds by 2^-24 at most.
    const rounding = 1 + rows.length * 2 ** -23;
    let added = 0;
    let left = rows.reduce((sum, { start, end }) => sum + end - start, 0);
    let above = 0;
    let below = rows.reduce((sum, { greatest }) => sum + greatest, 0);
    let floor = 0;
    for (const [at, row] of rows.entries()) {
      const finding = costs.find * (rows.length - at) * (k + shareSearched * added);
      const isWorthwhile = added >= k && costs.take * added + finding < left;
      if (isWorthwhile && (floor === 0 ? above > below : below * rounding < floor)) {
        const seen = sums.takeSeen(rows.slice(0, at));
        floor = Math.max(floor, floorOf(postings, rows.slice(at), seen, k));
        if (below * rounding < floor) {
          return bestOfSeen(postings, rows.slice(at), seen, k, floor / rounding);
        }
        sums.putBack(seen);
      }
      sums.add(row);
      added += row.end - row.start;
      left -= row.end - row.start;
      above += row.greatest;
      below -= row.greatest;
    }
    return sums.takeBest(rows, k).ranked();
  };
}

/** A score that `k` chunks reach at least: the lowest of those that are the best so far; 0 for fewer. */
function floorOf(postings: Postings, remaining: readonly Row[], seen: Seen, k: number): number {
  if (seen.sums.length < k) return 0;
  const best = new TopK(k);
  for (let at = 0; at < seen.sums.length; at += 1) best.offer(at, seen.sums[at]!);
  const places = best.ranked().map(({ ordinal }) => ordinal);
  const leading = {
    ordinals: Uint32Array.from(places, (at) => seen.ordinals[at]!),
    sums: Float32Array.from(places, (at) => seen.sums[at]!),
  };
  for (const row of remaining) addFound(postings, row, leading);
  return Math.min(...leading.sums);
}

/** The best `k` of those seen, each searched in the remaining rows as long as it may reach `least`. */
function bestOfSeen(
  postings: Postings,
  remaining: readonly BoundedRow[],
  seen: Seen,
  k: number,
  least: number,
): Scored[] {
  let rest = remaining.reduce((sum, { greatest }) => sum + greatest, 0);
  let left = seen;
  for (const row of remaining) {
    left = keepFrom(left, least - rest);
    addFound(postings, row, left);
    rest -= row.greatest;
  }
  const best = new TopK(k);
  for (let at = 0; at < left.ordinals.length; at += 1) {
    best.offer(left.ordinals[at]!, left.sums[at]!);
  }
  return best.ranked();
}

/** Adds a row to the sums of the chunks that it holds. Quick where they ascend for the most part. */
function addFound(postings: Postings, row: Row, { ordinals, sums }: Seen): void {
  let before = 0;
  let from = row.start;
  for (let at = 0; at < ordinals.length; at += 1) {
    const ordinal = ordinals[at]!;
    if (ordinal < before) from = row.start;
    before = ordinal;
    from = findOrdinalAhead(postings.ordinals, ordinal, from, row.end);
    if (from < row.end && postings.ordinals[from] === ordinal) {
      sums[at] = sums[at]! + postings.scores[from]!;
    }
  }
}

/** Those with a sum of at least `least`, in the same arrays. */
function keepFrom({ ordinals, sums }: Seen, least: number): Seen {
  let count = 0;
  for (let at = 0; at < ordinals.length; at += 1) {
    if (sums[at]! < least) continue;
    ordinals[count] = ordinals[at]!;
    sums[count] = sums[at]!;
    count += 1;
  }
  return { ordinals: ordinals.subarray(0, count), sums: sums.subarray(0, count) };
}
