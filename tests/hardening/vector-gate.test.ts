import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { chunkDocument } from '../../src/chunk/chunk-document.ts';
import type { Embedder } from '../../src/embed/contract.ts';
import { createOpenAIEmbedder } from '../../src/embed/openai-embedder.ts';
import { GroundworkError, UpstreamError } from '../../src/errors.ts';
import { defaultFieldWeights } from '../../src/library/chunk-terms.ts';
import { GenerationWriter } from '../../src/library/generation-writer.ts';
import { loadDocument } from '../../src/load/load-document.ts';
import { hashBytes } from '../../src/text/hash.ts';
import {
  answerWith,
  type EmbeddingServer,
  startEmbeddingServer,
} from '../fakes/embedding-server.ts';
import { MemoryDisk } from './memory-disk.ts';
import { smallLibrary, smallWriter } from './small-library.ts';
import { reportZero, sizeOf } from './tier.ts';

const dimensions = 8;
const runs = sizeOf(2_000, 100_000);
const seed = 2_024;

let server: EmbeddingServer;
let embedder: Embedder;
beforeAll(async () => {
  // The client waits seconds between its tries; here it need not.
  const plain = globalThis.setTimeout;
  vi.stubGlobal('setTimeout', (work: () => void, ms = 0, ...given: []) =>
    plain(work, ms >= 200 && ms <= 10_000 ? 0 : ms, ...given),
  );
  server = await startEmbeddingServer(dimensions);
  embedder = await createOpenAIEmbedder({ model: 'm', apiKey: 'k', baseUrl: server.url });
});
afterAll(async () => {
  vi.unstubAllGlobals();
  await server.close();
});

/** A value that no vector may hold, as JSON can carry it. */
const badValue = fc.constantFrom<unknown>(null, 'NaN', 'Infinity', '0.5', true, {}, [], [0.5]);

/** What a faulty server may say in place of three vectors; `shuffled` alone is no fault. */
const fault = fc.oneof(
  fc.record({
    kind: fc.constant('value' as const),
    item: fc.nat(2),
    at: fc.nat(dimensions - 1),
    value: badValue,
  }),
  fc.record({
    kind: fc.constant('ragged' as const),
    item: fc.nat(2),
    length: fc.nat(dimensions - 1),
  }),
  fc.record({
    kind: fc.constant('longer' as const),
    item: fc.nat(2),
    more: fc.integer({ min: 1, max: 40 }),
  }),
  fc.record({ kind: fc.constant('zero' as const), item: fc.nat(2) }),
  fc.constant({ kind: 'quarter' as const }),
  fc.constant({ kind: 'base64' as const }),
  fc.record({ kind: fc.constant('fewer' as const), count: fc.nat(2) }),
  fc.record({ kind: fc.constant('more' as const), count: fc.integer({ min: 1, max: 4 }) }),
  fc.record({ kind: fc.constant('numbered' as const), by: fc.integer({ min: 1, max: 9 }) }),
  fc.record({ kind: fc.constant('twice' as const), item: fc.nat(1) }),
  fc.constant({ kind: 'shuffled' as const }),
  fc.record({ kind: fc.constant('other' as const), body: fc.oneof(fc.json(), fc.string()) }),
);
type FaultOfReply = typeof fault extends fc.Arbitrary<infer Given> ? Given : never;
type Item = { index: number; embedding: unknown };

function faulty(items: readonly Item[], given: FaultOfReply): unknown {
  const numbers = (item: Item) => item.embedding as number[];
  const changed = (at: number, embedding: unknown) =>
    items.map((item) => (item.index === at ? { ...item, embedding } : item));
  switch (given.kind) {
    case 'value':
      return changed(given.item, numbers(items[given.item]!).with(given.at, given.value as number));
    case 'ragged':
      return changed(given.item, numbers(items[given.item]!).slice(0, given.length));
    case 'longer':
      return changed(given.item, [...numbers(items[given.item]!), ...Array(given.more).fill(0.1)]);
    case 'zero':
      return changed(given.item, Array(dimensions).fill(0));
    case 'quarter':
      return items.map((item) => ({ ...item, embedding: numbers(item).slice(0, dimensions / 4) }));
    case 'base64':
      return items.map((item) => ({
        ...item,
        embedding: Buffer.from(Float32Array.from(numbers(item)).buffer).toString('base64'),
      }));
    case 'fewer':
      return items.slice(0, given.count);
    case 'more':
      return [
        ...items,
        ...Array.from({ length: given.count }, (_, at) => ({
          ...items[0]!,
          index: items.length + at,
        })),
      ];
    case 'numbered':
      return items.map((item) => ({ ...item, index: item.index + given.by }));
    case 'twice':
      return items.map((item) => ({ ...item, index: item.index === 2 ? given.item : item.index }));
    case 'shuffled':
      return [...items].reverse();
    case 'other':
      return undefined;
  }
}

describe('the gate for vectors', () => {
  it(`lets no faulty reply of a server through in ${runs} runs`, async () => {
    const sound = await embedder.embedDocuments(['one', 'two', 'three']);
    const wrong: string[] = [];
    let refused = 0;
    await fc.assert(
      fc.asyncProperty(fault, async (given) => {
        server.fault = (response, items) => {
          if (given.kind === 'other') {
            response.writeHead(200, { 'content-type': 'application/json' });
            response.end(given.body);
          } else answerWith(response, faulty(items, given));
        };
        try {
          const vectors = await embedder.embedDocuments(['one', 'two', 'three']);
          if (given.kind !== 'shuffled' || JSON.stringify(vectors) !== JSON.stringify(sound))
            wrong.push(JSON.stringify(given));
        } catch (error) {
          refused += 1;
          if (!(error instanceof UpstreamError) || given.kind === 'shuffled')
            wrong.push(`${JSON.stringify(given)}: ${String(error)}`);
        }
      }),
      { numRuns: runs, seed },
    );
    server.fault = undefined;
    reportZero({
      what: 'Faulty replies of an embedding server that pass, or end in no typed error',
      n: runs,
      failures: wrong.length,
    });
    expect(wrong.slice(0, 3)).toEqual([]);
    expect(refused).toBeGreaterThan(runs / 2);
    expect(await embedder.embedDocuments(['one', 'two', 'three'])).toEqual(sound);
  });

  it(`lets no faulty vector into the store in ${runs} runs`, async () => {
    const disk = new MemoryDisk();
    disk.makeFolder('/data');
    const { generation } = smallWriter(
      disk,
      '/data',
      { 'a.md': '# A\n\nApples.\n' },
      dimensions,
    ).commit();
    const before = hashBytes(
      JSON.stringify([...disk.files()].map(([path, bytes]) => [path, hashBytes(bytes)])),
    );
    const document = loadDocument({
      uri: 'b.md',
      mediaType: 'text/markdown',
      bytes: new TextEncoder().encode('# B\n\nPears.\n\n## C\n\nPlums.\n'),
    });
    const chunks = chunkDocument(document);
    const wrong: string[] = [];
    const unit = () =>
      fc.constant(Float32Array.from({ length: dimensions }, () => Math.SQRT1_2 / 2));
    const bad = fc.oneof(
      fc
        .constantFrom(0, 1, 2, dimensions / 4, dimensions - 1, dimensions + 1, 4 * dimensions)
        .map((length) => Float32Array.from({ length }, () => Math.sqrt(1 / length))),
      fc
        .tuple(fc.nat(dimensions - 1), fc.constantFrom(Number.NaN, Infinity, -Infinity, 1e30, 3))
        .map(([at, value]) =>
          Float32Array.from({ length: dimensions }, (_, i) => (i === at ? value : 0.3)),
        ),
      fc.constant(new Float32Array(dimensions)),
      fc
        .array(fc.float({ noNaN: false }), { minLength: dimensions, maxLength: dimensions })
        .map((values) => Float32Array.from(values))
        .filter(
          (vector) => !(Math.abs(vector.reduce((sum, value) => sum + value * value, 0) - 1) < 1e-3),
        ),
    );
    const given = fc.record({
      vectors: fc
        .tuple(unit(), bad)
        .chain(([good, faultyVector]) =>
          fc.constantFrom(
            [good, faultyVector],
            [faultyVector, good],
            [faultyVector, faultyVector],
            [good],
            [],
          ),
        ),
      isCommitted: fc.boolean(),
    });
    fc.assert(
      fc.property(given, ({ vectors, isCommitted }) => {
        const writer = new GenerationWriter({
          fileSystem: disk,
          folder: '/data',
          chunker: 'test',
          encoder: { fingerprint: `fake:${dimensions}`, dimensions },
          weights: defaultFieldWeights,
          now: () => new Date(),
        });
        try {
          writer.addDocument(document, chunks, {
            chunks: vectors.map((vector, at) => ({ key: hashBytes(String(at)), vector })),
            pointers: [],
          });
          if (isCommitted) writer.commit();
          wrong.push(`passes: ${vectors.map((vector) => [...vector].join(' ')).join(' | ')}`);
        } catch (error) {
          if (!(error instanceof GroundworkError)) wrong.push(String(error));
        } finally {
          writer.abandon();
        }
      }),
      { numRuns: runs, seed },
    );
    const after = hashBytes(
      JSON.stringify([...disk.files()].map(([path, bytes]) => [path, hashBytes(bytes)])),
    );
    reportZero({
      what: 'Faulty vectors that get into the store, or change it',
      n: runs,
      failures: wrong.length,
    });
    expect(wrong.slice(0, 3)).toEqual([]);
    expect(after).toBe(before);
    const library = smallLibrary(disk, '/data');
    await library.refresh();
    expect(await library.use(async (reader) => reader.generation)).toBe(generation);
  });

  it('refuses vectors of a model that was changed meanwhile', async () => {
    server.fault = (response, items) =>
      answerWith(
        response,
        items.map((item) => ({ ...item, embedding: [...(item.embedding as number[]), 1, 2] })),
      );
    await expect(embedder.embedDocuments(['one'])).rejects.toThrow(/10 numbers instead of 8/);
    server.fault = undefined;
  });
});
