/** Vectors in a file, read row by row: for tables that are too large to be kept twice. */
import { closeSync, openSync, readSync } from 'node:fs';
import type { VectorTable } from '../vector-table.ts';

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

/** The row's vector, into `vector`. */
export function readRow(
  descriptor: number,
  { dimensions, valuesAt }: StoredRows,
  row: number,
  vector: Float32Array,
): void {
  const bytes = new Uint8Array(vector.buffer, vector.byteOffset, vector.byteLength);
  readBytes(descriptor, valuesAt + row * dimensions * 4, bytes);
}

/** All of them, in memory. */
export function readTable({ path, rows, dimensions, valuesAt }: StoredRows): VectorTable {
  const values = new Float32Array(rows * dimensions);
  const descriptor = openSync(path, 'r');
  try {
    readBytes(descriptor, valuesAt, new Uint8Array(values.buffer));
  } finally {
    closeSync(descriptor);
  }
  return { values, dimensions };
}

/** The rows in order, some thousand at a time; a slice is overwritten by the next. */
export function* slicesOf(
  descriptor: number,
  { rows, dimensions, valuesAt }: StoredRows,
): Generator<VectorTable & { readonly firstRow: number }> {
  const perSlice = Math.max(1, Math.floor(sliceBytes / (dimensions * 4)));
  const values = new Float32Array(Math.min(perSlice, rows) * dimensions);
  for (let firstRow = 0; firstRow < rows; firstRow += perSlice) {
    const count = Math.min(perSlice, rows - firstRow);
    const slice = values.subarray(0, count * dimensions);
    const bytes = new Uint8Array(slice.buffer, 0, slice.byteLength);
    readBytes(descriptor, valuesAt + firstRow * dimensions * 4, bytes);
    yield { values: slice, dimensions, firstRow };
  }
}
