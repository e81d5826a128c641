import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { seededRandom } from '../../../../src/evaluate/metrics.ts';
import { createFlatIndex } from '../../../../src/index/flat.ts';
import { madeWith, openGraph } from '../../../../src/index/graph/graph.ts';
import { keptLabels } from '../../../../src/index/graph/graph-cache.ts';
import { type HierarchicalNSW, type Hnswlib, loadHnswlib } from '../../../../src/index/hnsw.ts';
import { isWithin } from '../../../fakes/some-ranges.ts';
import { storedRowsOf } from '../../../fakes/stored-rows-of.ts';
import { temporaryFolder } from '../../../fakes/temporary-folder.ts';

const dimensions = 24;
const random = seededRandom(11);
const vectors = Array.from({ length: 2_000 }, () => {
  const values = Float32Array.from({ length: dimensions }, () => random() - 0.5);
  const norm = Math.hypot(...values);
  return values.map((value) => value / norm);
});
function tableOf(rows: readonly Float32Array[]) {
  const values = new Float32Array(rows.length * dimensions);
  for (const [at, row] of rows.entries()) values.set(row, at * dimensions);
  return { values, dimensions };
}
const addon = await loadHnswlib();

function begin(folder: string, isStopped = () => false, library: Hnswlib = addon!) {
  const totals: number[] = [];
  const place = {
    folder: join(folder, 'graphs'),
    name: 'chunks',
    made: madeWith('test', dimensions),
  };
  const rows = storedRowsOf(join(folder, 'vectors.bin'), vectors);
  const onProgress = (_done: number, total: number) => totals.push(total);
  const opening = openGraph({ addon: library, rows, place, onProgress, isStopped });
  return { opening, place, totals };
}

describe.runIf(addon)('openGraph', () => {
  it('goes on where one that was stopped had come to', async () => {
    const folder = temporaryFolder();
    let added = 0;
    for (const after of [1, 2]) {
      let looks = 0;
      const stopped = begin(folder, () => {
        looks += 1;
        return looks === after;
      });
      expect(await stopped.opening).toBeUndefined();
      expect(keptLabels(stopped.place)).toBeGreaterThan(added);
      added = keptLabels(stopped.place);
    }
    const whole = begin(folder);
    const graph = await whole.opening;
    for (const total of whole.totals) expect(total).toBe(vectors.length - added);
    expect(keptLabels(whole.place)).toBe(vectors.length);
    const found = vectors.filter((vector, at) => graph?.search(vector, 1)[0]?.ordinal === at);
    expect(found.length).toBeGreaterThan(0.98 * vectors.length);
  });

  it('finds nearly all that is within ranges, and nothing else', async () => {
    const graph = (await begin(temporaryFolder()).opening)!;
    const exact = createFlatIndex(tableOf(vectors));
    for (const within of [
      [{ start: 0, end: 2_000 }],
      [{ start: 500, end: 1_100 }],
      [
        { start: 3, end: 4 },
        { start: 10, end: 60 },
      ],
      [],
    ]) {
      let found = 0;
      let all = 0;
      for (const query of vectors.slice(0, 40)) {
        const best = exact.search(query, 10, within);
        const ordinals = new Set(best.map(({ ordinal }) => ordinal));
        const hits = graph.search(query, 10, within);
        expect(hits.length).toBe(best.length);
        for (const { ordinal, score } of hits) {
          expect(isWithin(within, ordinal)).toBe(true);
          expect(score).toBeCloseTo(exact.cosine(query, ordinal), 5);
        }
        found += hits.filter(({ ordinal }) => ordinals.has(ordinal)).length;
        all += best.length;
      }
      expect(found).toBeGreaterThanOrEqual(0.98 * all);
    }
  });

  it('does not put fewer vectors in the place of more', async () => {
    const folder = temporaryFolder();
    const whole = begin(folder);
    await whole.opening;
    const other = { ...whole.place, made: 'another encoder' };
    expect(keptLabels(other)).toBe(0);
    // One that finds nothing kept, and is stopped when the other has written.
    const failing = wrapped(async () => {
      throw new Error('failed to open file');
    });
    expect(await begin(folder, () => true, failing).opening).toBeUndefined();
    expect(keptLabels(whole.place)).toBe(vectors.length);
  });

  it('builds anew where the file that is kept goes before it is read', async () => {
    const folder = temporaryFolder();
    await begin(folder).opening;
    const failing = wrapped(async () => {
      throw new Error('failed to open file');
    });
    const again = begin(folder, () => false, failing);
    const graph = await again.opening;
    expect(again.totals[0]).toBe(vectors.length);
    expect(graph?.search(vectors[7]!, 1)).toMatchObject([{ ordinal: 7 }]);
  });
});

/** hnswlib with another way to read a graph's file. */
function wrapped(readIndex: HierarchicalNSW['readIndex']): Hnswlib {
  const { HierarchicalNSW: Real } = addon!;
  const Wrapped = function wrap(...given: ConstructorParameters<typeof Real>) {
    return Object.defineProperty(new Real(...given), 'readIndex', { value: readIndex });
  } as unknown as typeof Real;
  return { ...addon!, HierarchicalNSW: Wrapped };
}
