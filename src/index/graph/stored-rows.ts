/** Vectors in a file, read row by row: for tables that are too large to be kept twice. */
import { closeSync, openSync, readSync } from 'node:fs';
import { type Steps, stretches } from '../../steps.ts';
import type { VectorTable } from '../vector-table.ts';
import type { Within } from '../within.ts';

/** Where a table of unit vectors stands in a file whose checksum was compared already. */
export interface StoredRows {
  readonly path: string;
  readonly rows: number;
  readonly dimensions: number;
  /** In bytes from the start of the file: 32-bit floats, row after row. */
  readonly valuesAt: number;
  /** Likewise: 32 bytes a row that name its vector, the same for the same vector. */
  readonly keysAt: number;
}

export const keyBytes = 32;
/** Bytes read at once in a walk over all rows. */
const sliceBytes = 4_000_000;

/** @throws Error when the file ends before */
export function readBytes(descriptor: number, at: number, bytes: Uint8Array): void {
  for (let done = 0; done < bytes.length; ) {
    const count = readSync(descriptor, bytes, done, bytes.length - done, at + done);
    if (count === 0) throw new Error(`The file of vectors ends before byte ${at + bytes.length}.`);
    done += count;
  }
}

/** The vectors of as many rows as `values` has room for, from row `first` on. */
export function readRows(
  descriptor: number,
  { dimensions, valuesAt }: StoredRows,
  first: number,
  values: Float32Array,
): void {
  const bytes = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
  readBytes(descriptor, valuesAt + first * dimensions * 4, bytes);
}

/** All of them, in memory. */
export function* tableSteps(stored: StoredRows): Steps<VectorTable> {
  const { path, rows, dimensions } = stored;
  const values = new Float32Array(rows * dimensions);
  const descriptor = openSync(path, 'r');
  try {
    for (const [start, end] of stretches(rows, rowsPerSlice(dimensions))) {
      readRows(descriptor, stored, start, values.subarray(start * dimensions, end * dimensions));
      yield;
    }
  } finally {
    closeSync(descriptor);
  }
  return { values, dimensions };
}

/** The rows within, in order, some thousand at a time; a slice is overwritten by the next. */
export function* slicesOf(
  descriptor: number,
  stored: StoredRows,
  within: Within,
): Generator<VectorTable & { readonly firstRow: number }> {
  const { rows, dimensions } = stored;
  const perSlice = rowsPerSlice(dimensions);
  const values = new Float32Array(Math.min(perSlice, rows) * dimensions);
  for (const { start, end } of within) {
    for (let firstRow = start; firstRow < end; firstRow += perSlice) {
      const slice = values.subarray(0, Math.min(perSlice, end - firstRow) * dimensions);
      readRows(descriptor, stored, firstRow, slice);
      yield { values: slice, dimensions, firstRow };
    }
  }
}

function rowsPerSlice(dimensions: number): number {
  return Math.max(1, Math.floor(sliceBytes / (dimensions * 4)));
}
