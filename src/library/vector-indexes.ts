/** Which search structure stands over the vectors of a generation: by their number. */
import type { VectorIndex } from '../index/contract.ts';
import { type StoredRows, tableSteps } from '../index/graph/stored-rows.ts';
import type { VectorTable } from '../index/vector-table.ts';
import type { Steps } from '../steps.ts';
import { generationFiles } from './manifest.ts';
import type { StoredGeneration } from './stored-generation.ts';

export interface VectorIndexes {
  /** Over vectors in memory. */
  readonly createVectorIndex: (table: VectorTable) => Steps<VectorIndex>;
  /** Over vectors in their file; without it every table is held in memory. */
  readonly large?: LargeIndexes;
}

export interface LargeIndexes {
  /** Rows of a table from which on it is used. */
  readonly from: number;
  /** @param made what must be the same for a structure to be used again: encoder and table */
  readonly create: (
    rows: StoredRows,
    made: { readonly fingerprint: string; readonly table: 'chunks' | 'pointers' },
  ) => VectorIndex;
}

/** Undefined for a generation without vectors. */
export function* openVectorIndexes(
  stored: StoredGeneration,
  { createVectorIndex, large }: VectorIndexes,
): Steps<{ readonly chunks: VectorIndex; readonly pointers: VectorIndex } | undefined> {
  const { encoder } = stored.manifest;
  if (encoder === null) return undefined;
  const { fingerprint, dimensions } = encoder;
  const bytes = stored.manifest.files[generationFiles.vectors]?.bytes ?? 0;
  // No table can have so many rows in a file of this size.
  if (large === undefined || bytes < large.from * dimensions * 4) {
    const tables = yield* stored.vectorsSteps();
    return (
      tables && {
        chunks: yield* createVectorIndex(tables.chunks),
        pointers: yield* createVectorIndex(tables.pointers),
      }
    );
  }
  const rows = yield* stored.vectorRowsSteps();
  if (rows === undefined) return undefined;
  const open = function* (table: 'chunks' | 'pointers'): Steps<VectorIndex> {
    return rows[table].rows >= large.from
      ? large.create(rows[table], { fingerprint, table })
      : yield* createVectorIndex(yield* tableSteps(rows[table]));
  };
  const chunks = yield* open('chunks');
  try {
    return { chunks, pointers: yield* open('pointers') };
  } catch (error) {
    chunks.close?.();
    throw error;
  }
}
