/**
 * The only importer of hnswlib-node. Its addon answers bad input with wrong results or a crash of
 * the whole process, so every vector is checked before it goes in, and a file is read only when its
 * checksum is the one that was taken when it was written (docs/decisions/0006-native-index.md).
 */
import type { BruteforceSearch, HierarchicalNSW } from 'hnswlib-node';
import type { VectorIndex } from './contract.ts';
import { checkQuery, checkTable, rowCosine, type VectorTable } from './vector-table.ts';

export type Hnswlib = typeof import('hnswlib-node');
export type { HierarchicalNSW };

/** The addon, or undefined where it is not installed or was not built. */
export async function loadHnswlib(): Promise<Hnswlib | undefined> {
  try {
    const addon = await import('hnswlib-node');
    return addon.default ?? addon;
  } catch {
    return undefined;
  }
}

/**
 * Exact search in native code: `BruteforceSearch` over inner products of unit vectors.
 *
 * @throws IndexCorruptError when a row is not a unit vector
 */
export function createHnswlibIndex(addon: Hnswlib, table: VectorTable): VectorIndex {
  checkTable(table);
  const { values, dimensions } = table;
  const size = values.length / dimensions;
  const search: BruteforceSearch = new addon.BruteforceSearch('ip', dimensions);
  search.initIndex(Math.max(size, 1));
  for (let row = 0; row < size; row += 1) {
    search.addPoint(Array.from(values.subarray(row * dimensions, (row + 1) * dimensions)), row);
  }
  return {
    kind: 'hnswlib',
    size,
    dimensions,
    search(query, k) {
      checkQuery(query, dimensions);
      const count = Math.min(k, size);
      if (count === 0) return [];
      const { neighbors, distances } = search.searchKnn(Array.from(query), count);
      return neighbors
        .map((ordinal, at) => ({ ordinal, score: 1 - distances[at]! }))
        .sort((left, right) => right.score - left.score || left.ordinal - right.ordinal);
    },
    cosine: (query, ordinal) => rowCosine(table, query, ordinal),
  };
}
