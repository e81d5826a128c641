/** Vectors -> a file of rows as a generation holds them, and where they stand in it. */
import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import type { StoredRows } from '../../src/index/graph/stored-rows.ts';

export function storedRowsOf(path: string, vectors: readonly Float32Array[]): StoredRows {
  const dimensions = vectors[0]?.length ?? 1;
  const keys = vectors.map((vector) =>
    createHash('sha256')
      .update(new Uint8Array(vector.buffer, vector.byteOffset, vector.byteLength))
      .digest(),
  );
  const values = vectors.map(
    (vector) => new Uint8Array(vector.buffer, vector.byteOffset, vector.byteLength),
  );
  writeFileSync(path, Buffer.concat([...keys, ...values]));
  return { path, rows: vectors.length, dimensions, keysAt: 0, valuesAt: 32 * vectors.length };
}
