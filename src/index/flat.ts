/**
 * Exact search: a pass over all vectors in 8-bit numbers bounds each cosine from both sides, and those
 * that may be among the best are compared in full (docs/decisions/0033-exact-search.md).
 */
import { atOnce, type Steps, stretches } from '../steps.ts';
import { type ByteDots, createByteDots, lanes } from './byte-dots.ts';
import type { Scored, VectorIndex } from './contract.ts';
import { TopK } from './top-k.ts';
import { checkQuery, checkRows, checkShape, rowCosine, type VectorTable } from './vector-table.ts';
import { countWithin, type Within } from './within.ts';

export interface FlatIndex extends VectorIndex {
  search(query: Float32Array, k: number, within?: Within): Scored[];
}

/**
 * Keeps the table as it stands, and a copy of a quarter of its size. O(n) a query, n being the vectors
 * that are searched: about 0.3 ms at 10,000 of 384 numbers, and ten times as much where the machine has
 * no SIMD.
 *
 * @param dotsOf gives undefined where there is no SIMD
 * @throws IndexCorruptError when a row is not a unit vector
 */
export function createFlatIndex(
  table: VectorTable,
  dotsOf: typeof createByteDots = createByteDots,
): FlatIndex {
  return atOnce(flatIndexSteps(table, dotsOf));
}

/** {@link createFlatIndex} in steps. */
export function* flatIndexSteps(
  table: VectorTable,
  dotsOf: typeof createByteDots = createByteDots,
): Steps<FlatIndex> {
  const { values, dimensions } = table;
  checkShape(table);
  const size = values.length / dimensions;
  const dots = dotsOf(size, Math.ceil(dimensions / lanes) * lanes);
  const bounded = dots && {
    dots,
    scales: new Float64Array(size),
    rests: new Float64Array(size),
  };
  for (const [start, end] of stretches(size, rowsAtOnce)) {
    checkRows(table, start, end);
    if (bounded) quantiseRows(table, bounded, start, end);
    yield;
  }
  return {
    kind: 'flat',
    size,
    dimensions,
    search(query, k, within = [{ start: 0, end: size }]) {
      checkQuery(query, dimensions);
      const count = Math.min(k, countWithin(within));
      if (count === 0) return [];
      return bounded
        ? searchBounded(table, bounded, query, count, within)
        : searchAll(table, query, count, within);
    },
    cosine: (query, ordinal) => rowCosine(table, query, ordinal),
  };
}

function searchAll(table: VectorTable, query: Float32Array, k: number, within: Within): Scored[] {
  const best = new TopK(k);
  for (const { start, end } of within) {
    for (let row = start; row < end; row += 1) best.offer(row, rowCosine(table, query, row));
  }
  return best.ranked();
}

/** Rows as 8-bit numbers: row = `scales[row]` * bytes + rest, and the rest has length `rests[row]`. */
interface BoundedRows {
  readonly dots: ByteDots;
  readonly scales: Float64Array;
  readonly rests: Float64Array;
}

const byteLevels = 127;
/** About 1 ms. */
const rowsAtOnce = 512;
/** 384 products of such a number and a byte stay below 2^31 by far. */
const queryLevels = 4_095;
/** For vectors whose length is 1 but for rounding, and sums in 32 bits. */
const slack = 1e-5;

function quantiseRows(
  { values, dimensions }: VectorTable,
  { dots, scales, rests }: BoundedRows,
  start: number,
  end: number,
): void {
  const width = dots.query.length;
  for (let row = start; row < end; row += 1) {
    const from = row * dimensions;
    const scale = greatestOf(values, from, from + dimensions) / byteLevels;
    let squares = 0;
    for (let at = 0; at < dimensions; at += 1) {
      const byte = Math.round(values[from + at]! / scale);
      dots.rows[row * width + at] = byte;
      squares += (values[from + at]! - scale * byte) ** 2;
    }
    scales[row] = scale;
    rests[row] = Math.sqrt(squares);
  }
}

/**
 * With q = q' + p and v = v' + r, where q' and v' are the rounded ones: |q v - q' v'| <= |q'| |r| + |p| |v|,
 * by the inequality of Cauchy and Schwarz.
 */
function searchBounded(
  table: VectorTable,
  { dots, scales, rests }: BoundedRows,
  query: Float32Array,
  k: number,
  within: Within,
): Scored[] {
  const scale = greatestOf(query, 0, query.length) / queryLevels;
  if (scale === 0) return searchAll(table, query, k, within);
  let roundedSquares = 0;
  let restSquares = 0;
  for (let at = 0; at < query.length; at += 1) {
    const level = Math.round(query[at]! / scale);
    dots.query[at] = level;
    roundedSquares += (scale * level) ** 2;
    restSquares += (query[at]! - scale * level) ** 2;
  }
  for (const { start, end } of within) dots.run(start, end);
  const rounded = Math.sqrt(roundedSquares);
  const margin = Math.sqrt(restSquares) + slack;
  // What may be among the best so far: more than those that may be in the end, and few of all.
  const floors = new TopK(k);
  const rows: number[] = [];
  const ceilings: number[] = [];
  for (const { start, end } of within) {
    for (let row = start; row < end; row += 1) {
      const close = dots.dots[row]! * scale * scales[row]!;
      const around = rounded * rests[row]! + margin;
      if (close + around < floors.floor) continue;
      floors.offer(row, close - around);
      rows.push(row);
      ceilings.push(close + around);
    }
  }
  const { floor } = floors;
  const best = new TopK(k);
  for (const [at, row] of rows.entries()) {
    if (ceilings[at]! >= floor) best.offer(row, rowCosine(table, query, row));
  }
  return best.ranked();
}

function greatestOf(values: Float32Array, from: number, until: number): number {
  let greatest = 0;
  for (let at = from; at < until; at += 1) greatest = Math.max(greatest, Math.abs(values[at]!));
  return greatest;
}
