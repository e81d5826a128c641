/** Figures of the load runs -> their section of docs/scale.md, with what larger libraries would need. */

import { rowOf, shown } from '../table-text.ts';
import type { ArmTimes } from './ask-library.ts';
import type { LoadFigures } from './load-figures.ts';
import { sizingTable } from './sizing-table.ts';

export const loadHeading = '## Measured: many chunks on one node';

/** @param all by size, at least one */
export function loadSection(all: readonly LoadFigures[]): string {
  const last = all.at(-1)!;
  return `${loadHeading}

Made by \`npm run bench -- scale ${all.map(({ size }) => size).join(' ')}\`, which writes this section and
[bench-scale.json](bench-scale.json). Chunks grow from the shipped notes as in [the peer benchmark](benchmarks.md): 680
characters of real sentences, a vector of 384 numbers that is as hard to search as real ones; ${last.writers} writers side by side put
notes of 20 chunks in, through what an ingestion calls, with loading and encoding left out. The node and the writers share
the machine. Questions are ${last.asked.hybrid.n / 5} real ones with their vectors made beforehand, in 5 rounds; each arm gives 50 candidates,
and "both" is all from the vector to the ten passages with their texts, the local fusion included. Each cell: median, 99th percentile, and in brackets
the medians of the best and of the worst round.

${tableOf(all)}

### Sizing

${sizingTable(last)}`;
}

function tableOf(all: readonly LoadFigures[]): string {
  const row = (name: string, cellOf: (figures: LoadFigures) => string) =>
    rowOf([name, ...all.map(cellOf)]);
  return [
    rowOf(['', ...all.map(({ size }) => `${size.toLocaleString('en')} chunks`)]),
    rowOf(['---', ...all.map(() => '---')]),
    row('measured', ({ measuredAt, machine }) => `${measuredAt.slice(0, 10)}, ${machine}`),
    row(
      'load before and after',
      ({ load: [before, after] }) => `${shown(before)}, ${shown(after)}`,
    ),
    row('heap of the node kept below', ({ memoryGb }) => `${memoryGb} GiB`),
    row('written in', ({ filled }) => `${shown(filled.seconds)} s`),
    row(
      'chunks a second: all; slowest and fastest tenth',
      ({ size, filled: { seconds, rates } }) =>
        `${shown(size / seconds)}; ${shown(Math.min(...rates))} and ${shown(Math.max(...rates))}`,
    ),
    row('processor time of the node', ({ afterFilling }) => `${shown(afterFilling.cpuSeconds)} s`),
    row('candidates by words', ({ asked }) => timesOf(asked.lexical)),
    row('candidates by vectors', ({ asked }) => timesOf(asked.dense)),
    row('both, fused, with texts', ({ asked }) => timesOf(asked.hybrid)),
    row('answers a second, eight at once', ({ asked }) => shown(asked.perSecond)),
    row('recall@10 of the vectors against exact', ({ asked }) => asked.recall.dense.toFixed(3)),
    row('share of the exact BM25’s ten', ({ asked }) => asked.recall.lexical.toFixed(3)),
    row('own memory: empty; written; asked', ({ empty, afterFilling, afterAsking }) =>
      [empty, afterFilling, afterAsking].map(({ ownBytes }) => gigabytes(ownBytes)).join('; '),
    ),
    row('own memory after a restart', ({ restart }) => gigabytes(restart.ownBytes)),
    row('pages of files in memory', ({ afterAsking }) => gigabytes(afterAsking.fileBytes)),
    row('memory at most', ({ afterAsking }) => gigabytes(afterAsking.peakBytes)),
    row('disk', ({ afterAsking }) => gigabytes(afterAsking.diskBytes)),
    row('restart to the first answer', ({ restart }) => `${shown(restart.seconds)} s`),
  ].join('\n');
}

function timesOf({ p50, p99, rounds: [best, worst] }: ArmTimes): string {
  return `${shown(p50)} ms, ${shown(p99)} ms (${shown(best)} to ${shown(worst)})`;
}

function gigabytes(bytes: number): string {
  return `${(bytes / 1e9).toFixed(2)} GB`;
}
