import {
  closeSync,
  existsSync,
  openSync,
  readdirSync,
  statSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { IndexCorruptError, UserInputError } from '../../../../src/errors.ts';
import { seededRandom } from '../../../../src/evaluate/metrics.ts';
import type { Scored, VectorIndex } from '../../../../src/index/contract.ts';
import { createFlatIndex } from '../../../../src/index/flat.ts';
import { madeWith } from '../../../../src/index/graph/graph.ts';
import { createGraphIndex } from '../../../../src/index/graph/graph-index.ts';
import { loadHnswlib } from '../../../../src/index/hnsw.ts';
import { storedRowsOf } from '../../../fakes/stored-rows-of.ts';
import { temporaryFolder } from '../../../fakes/temporary-folder.ts';

const dimensions = 24;
const random = seededRandom(7);

function unitVector(): Float32Array {
  const values = Float32Array.from({ length: dimensions }, () => random() - 0.5);
  const norm = Math.hypot(...values);
  return values.map((value) => value / norm);
}

const vectorsOf = (count: number) => Array.from({ length: count }, unitVector);
const many = vectorsOf(3_000);
const queries = vectorsOf(20);

function exactOf(vectors: readonly Float32Array[]): VectorIndex {
  const values = new Float32Array(vectors.length * dimensions);
  for (const [at, vector] of vectors.entries()) values.set(vector, at * dimensions);
  return createFlatIndex({ values, dimensions });
}

let files = 0;

function open(
  folder: string,
  vectors: readonly Float32Array[],
  { graph = true, made = madeWith('test', dimensions) } = {},
): VectorIndex {
  files += 1;
  const rows = storedRowsOf(join(folder, `vectors-${files}.bin`), vectors);
  const place = graph ? { folder: join(folder, 'graphs'), name: 'chunks', made } : null;
  const index = createGraphIndex({ rows, place });
  onTestFinished(() => index.close?.());
  return index;
}

async function isBuilt(index: VectorIndex): Promise<void> {
  await expect.poll(() => index.notice?.(), { timeout: 30_000 }).toBeUndefined();
}

const ordinalsOf = (found: readonly Scored[]) => found.map(({ ordinal }) => ordinal);

async function recallOf(index: VectorIndex, vectors: readonly Float32Array[]): Promise<number> {
  const exact = exactOf(vectors);
  let found = 0;
  for (const query of queries) {
    const best = new Set(ordinalsOf(await exact.search(query, 10)));
    found += ordinalsOf(await index.search(query, 10)).filter((one) => best.has(one)).length;
  }
  return found / (10 * queries.length);
}

const graphsOf = (folder: string) =>
  readdirSync(join(folder, 'graphs')).filter((name) => name.endsWith('.hnsw'));

describe.runIf(await loadHnswlib())('createGraphIndex', () => {
  it('is exact while its graph is built, and finds nearly all of it afterwards', async () => {
    const index = open(temporaryFolder(), many);
    expect(index).toMatchObject({ kind: 'graph', size: 3_000, dimensions });
    expect(index.notice?.()).toMatch(/3000 vectors is being opened:/);
    await expect.poll(() => index.notice?.()).toMatch(/3000 vectors is being built \(\d+ %\)/);
    expect(ordinalsOf(await index.search(queries[0]!, 10))).toEqual(
      ordinalsOf(await exactOf(many).search(queries[0]!, 10)),
    );
    await isBuilt(index);
    expect(await recallOf(index, many)).toBeGreaterThanOrEqual(0.98);
  });

  it('is exact within a part, before its graph is built and after, in whatever order parts come', async () => {
    const index = open(temporaryFolder(), many);
    const exact = exactOf(many);
    const parts = [
      [{ start: 100, end: 900 }],
      [
        { start: 5, end: 6 },
        { start: 2_990, end: 3_000 },
      ],
      [],
    ];
    const compare = async () => {
      for (const query of queries.slice(0, 3)) {
        for (const within of [...parts, ...parts]) {
          const found = await index.search(query, 20, within);
          const best = await exact.search(query, 20, within);
          expect(ordinalsOf(found)).toEqual(ordinalsOf(best));
          for (const [at, { score }] of found.entries()) {
            expect(score).toBeCloseTo(best[at]!.score, 5);
          }
        }
      }
    };
    await compare();
    await isBuilt(index);
    await compare();
  });

  it('gives cosines to rows, and falling ones in a search', async () => {
    const index = open(temporaryFolder(), many);
    await isBuilt(index);
    const found = await index.search(queries[1]!, 50);
    expect(found).toHaveLength(50);
    for (const [at, { ordinal, score }] of found.entries()) {
      expect(score).toBeCloseTo(index.cosine(queries[1]!, ordinal), 5);
      expect(score).toBeLessThanOrEqual(found[at - 1]?.score ?? 1);
    }
  });

  it('keeps its graph for the next start', async () => {
    const folder = temporaryFolder();
    const first = open(folder, many);
    await expect.poll(() => existsSync(join(folder, 'graphs', 'chunks.json')), waiting).toBe(true);
    const [kept] = graphsOf(folder);
    const before = await recallOf(first, many);
    const second = open(folder, many);
    await isBuilt(second);
    expect(await recallOf(second, many)).toBe(before);
    expect(graphsOf(folder)).toEqual([kept]);
  });

  it('adds and takes away what the next generation changed', async () => {
    const folder = temporaryFolder();
    open(folder, many);
    await expect.poll(() => existsSync(join(folder, 'graphs', 'chunks.json')), waiting).toBe(true);
    const [kept] = graphsOf(folder);
    const changed = [...vectorsOf(100), ...many.slice(500)];
    const index = open(folder, changed);
    await isBuilt(index);
    expect(await recallOf(index, changed)).toBeGreaterThanOrEqual(0.98);
    for (const query of changed.slice(0, 100)) {
      expect((await index.search(query, 1))[0]?.score).toBeCloseTo(1, 5);
    }
    expect(ordinalsOf(await index.search(many[0]!, 2_600)).length).toBe(2_600);
    await expect.poll(() => graphsOf(folder)[0], waiting).not.toBe(kept);
    // What was taken away comes back without a new entry.
    const back = open(folder, many);
    await isBuilt(back);
    expect(await recallOf(back, many)).toBeGreaterThanOrEqual(0.98);
  });

  it('finds every row of a vector that stands several times', async () => {
    const vectors = [...many.slice(0, 200), many[3]!, many[3]!];
    const index = open(temporaryFolder(), vectors);
    await isBuilt(index);
    expect(ordinalsOf(await index.search(many[3]!, 3))).toEqual([3, 200, 201]);
  });

  it.each(['graph', 'labels', 'note'])(
    'builds anew when a byte of its %s differs',
    async (part) => {
      const folder = temporaryFolder();
      open(folder, many.slice(0, 500));
      const graphs = join(folder, 'graphs');
      await expect.poll(() => existsSync(join(graphs, 'chunks.json')), waiting).toBe(true);
      const [kept] = graphsOf(folder);
      const name = { graph: kept!, labels: `${kept}.labels`, note: 'chunks.json' }[part]!;
      const descriptor = openSync(join(graphs, name), 'r+');
      writeSync(descriptor, Uint8Array.of(255), 0, 1, 40);
      closeSync(descriptor);
      const index = open(folder, many.slice(0, 500));
      await isBuilt(index);
      expect(await recallOf(index, many.slice(0, 500))).toBeGreaterThanOrEqual(0.98);
      await expect.poll(() => graphsOf(folder)[0], waiting).not.toBe(kept);
    },
  );

  it('builds anew for another encoder', async () => {
    const folder = temporaryFolder();
    open(folder, many.slice(0, 200));
    await expect.poll(() => existsSync(join(folder, 'graphs', 'chunks.json')), waiting).toBe(true);
    const [kept] = graphsOf(folder);
    const index = open(folder, many.slice(0, 200), { made: madeWith('other', dimensions) });
    await isBuilt(index);
    await expect.poll(() => graphsOf(folder)[0], waiting).not.toBe(kept);
  });

  it('refuses a row that is no unit vector, in every search', async () => {
    const index = open(temporaryFolder(), [many[0]!, new Float32Array(dimensions)]);
    await expect(index.search(queries[0]!, 1)).rejects.toThrow(IndexCorruptError);
    await expect(index.search(queries[0]!, 1)).rejects.toThrow('Vector 1 ');
  });

  it('goes on comparing all rows where the graph cannot be built, and says so', async () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'graphs'), 'A file where the folder should be.');
    const index = open(folder, many);
    // A graph that cannot be kept is there all the same.
    await isBuilt(index);
    const rows = storedRowsOf(join(folder, 'short.bin'), many);
    const broken = createGraphIndex({
      rows: { ...rows, keysAt: statSync(rows.path).size },
      place: { folder: join(folder, 'others'), name: 'chunks', made: 'test' },
    });
    onTestFinished(() => broken.close?.());
    await expect.poll(() => broken.notice?.(), waiting).toMatch(/cannot be built.*compares all/);
    expect(broken.kind).toBe('flat');
    expect(ordinalsOf(await broken.search(queries[0]!, 10))).toEqual(
      ordinalsOf(await exactOf(many).search(queries[0]!, 10)),
    );
  });
});

const waiting = { timeout: 30_000 };

describe('createGraphIndex without a graph', () => {
  it('compares all rows, exactly', async () => {
    const index = open(temporaryFolder(), many, { graph: false });
    expect(index).toMatchObject({ kind: 'flat' });
    expect(index.notice?.()).toMatch(/hnswlib-node is not installed.*3000 vectors/);
    expect(await recallOf(index, many)).toBe(1);
  });

  it('refuses a query that does not fit', () => {
    const index = open(temporaryFolder(), many, { graph: false });
    expect(() => index.search(Float32Array.of(1), 3)).toThrow(UserInputError);
  });

  it('rejects what comes after its end', async () => {
    const index = open(temporaryFolder(), many, { graph: false });
    const under = index.search(queries[0]!, 3);
    index.close?.();
    await expect(under).rejects.toThrow('closed');
  });
});
