import { IndexCorruptError, UserInputError } from '../errors.ts';

/** Unit vectors of equal length in one array: row `i` stands at `[i * dimensions, …)`. */
export interface VectorTable {
  readonly values: Float32Array;
  readonly dimensions: number;
}

/**
 * Checks a table before any search structure sees it: native code answers a NaN with the first rank
 * and worse with a crash.
 *
 * @param firstRow what its first row is called in the error, where it is a part of a table
 * @throws IndexCorruptError naming the first bad row
 */
export function checkTable(table: VectorTable, firstRow = 0): void {
  checkShape(table);
  checkRows(table, 0, table.values.length / table.dimensions, firstRow);
}

/** @throws IndexCorruptError when the table does not divide into rows */
export function checkShape({ values, dimensions }: VectorTable): void {
  if (Number.isInteger(dimensions) && dimensions >= 1 && values.length % dimensions === 0) return;
  throw new IndexCorruptError(
    `Vector table of ${values.length} numbers does not divide into rows of ${dimensions}; run npm run ingest -- --rebuild.`,
  );
}

/** Rows from `start` to before `end` of a table whose shape is right. @throws IndexCorruptError */
export function checkRows(
  { values, dimensions }: VectorTable,
  start: number,
  end: number,
  firstRow = 0,
): void {
  for (let row = start; row < end; row += 1) {
    let squares = 0;
    for (let at = row * dimensions; at < (row + 1) * dimensions; at += 1) {
      squares += values[at]! * values[at]!;
    }
    // Rounding to 32 bits moves the squared length by less than 1e-5; NaN fails the comparison.
    if (!(Math.abs(squares - 1) < 1e-3)) {
      throw new IndexCorruptError(
        `Vector ${firstRow + row} of the index does not have unit length; run npm run ingest -- --rebuild.`,
      );
    }
  }
}

/** @throws UserInputError when a query vector does not fit the table */
export function checkQuery(query: Float32Array, dimensions: number): void {
  if (query.length !== dimensions) {
    throw new UserInputError(
      `Query vector has ${query.length} dimensions, the index has ${dimensions}; search with the encoder that made the index.`,
    );
  }
  for (const value of query) {
    if (!Number.isFinite(value)) {
      throw new UserInputError(
        `Query vector holds ${value}; all its values must be finite numbers.`,
      );
    }
  }
}

/** Dot product of the query with one row; the cosine, for unit vectors. */
export function rowCosine(
  { values, dimensions }: VectorTable,
  query: Float32Array,
  row: number,
): number {
  const from = row * dimensions;
  // Four sums at once: a single one waits for each addition before the next.
  let first = 0;
  let second = 0;
  let third = 0;
  let fourth = 0;
  let at = 0;
  for (; at + 3 < dimensions; at += 4) {
    first += query[at]! * values[from + at]!;
    second += query[at + 1]! * values[from + at + 1]!;
    third += query[at + 2]! * values[from + at + 2]!;
    fourth += query[at + 3]! * values[from + at + 3]!;
  }
  for (; at < dimensions; at += 1) first += query[at]! * values[from + at]!;
  return first + second + third + fourth;
}
