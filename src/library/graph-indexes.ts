/** Graphs as the search structures over large tables, kept in a folder. */
import { madeWith } from '../index/graph/graph.ts';
import { createGraphIndex } from '../index/graph/graph-index.ts';
import type { LargeIndexes } from './vector-indexes.ts';

/** A graph pays above this many vectors (docs/benchmarks.md); below, all are compared. */
export const graphFrom = 30_000;

export function graphIndexesIn(folder: string): LargeIndexes {
  return {
    from: graphFrom,
    create: (rows, { fingerprint, table: name }) =>
      createGraphIndex({
        rows,
        place: { folder, name, made: madeWith(fingerprint, rows.dimensions) },
      }),
  };
}
