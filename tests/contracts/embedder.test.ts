import { cpSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Embedder } from '../../src/embed/contract.ts';
import { canRunLocalModel, createLocalEmbedder } from '../../src/embed/local-embedder.ts';
import { createOpenAIEmbedder } from '../../src/embed/openai-embedder.ts';
import { ConfigError, UpstreamError } from '../../src/errors.ts';
import {
  answerWith,
  type EmbeddingItem,
  embeddingServerForTest,
  type Fault,
  startEmbeddingServer,
} from '../fakes/embedding-server.ts';
import { temporaryFolder } from '../fakes/temporary-folder.ts';

const models = new URL('../../models', import.meta.url).pathname;
const apiKey = 'sk-secret-key-of-the-test';
const texts = ['What is a GAN?', 'The KV cache', 'Attention', 'Loss', 'café 日本語 🙂'];

const dot = (left: Float32Array, right: ArrayLike<number>): number =>
  left.reduce((sum, value, at) => sum + value * right[at]!, 0);

interface Contender {
  readonly name: string;
  readonly runs: boolean;
  /** The encoder, and what else must end with it. */
  readonly create: () => Promise<{ embedder: Embedder; end: () => Promise<void> }>;
}

const contenders: Contender[] = [
  {
    name: 'local',
    runs: canRunLocalModel(),
    create: async () => ({ embedder: createLocalEmbedder(models), end: async () => {} }),
  },
  {
    name: 'openai',
    runs: true,
    create: async () => {
      const server = await startEmbeddingServer();
      const options = { model: 'fake', apiKey, baseUrl: server.url, batchSize: 2 };
      return { embedder: await createOpenAIEmbedder(options), end: () => server.close() };
    },
  },
];

describe.each(contenders.filter(({ runs }) => runs))('$name embedder', ({ create }) => {
  let embedder: Embedder;
  let end: () => Promise<void>;

  beforeAll(async () => {
    ({ embedder, end } = await create());
  });
  afterAll(async () => {
    await embedder.close();
    await embedder.close();
    await end();
  });

  it('gives one unit vector of its dimensions a text', async () => {
    const vectors = await embedder.embedDocuments(texts);
    expect(vectors).toHaveLength(texts.length);
    for (const vector of vectors) {
      expect(vector).toBeInstanceOf(Float32Array);
      expect(vector).toHaveLength(embedder.dimensions);
      expect(dot(vector, vector)).toBeCloseTo(1, 4);
    }
  });

  it('gives vectors in the order of the texts, as alone', async () => {
    const vectors = await embedder.embedDocuments(texts);
    for (const [at, text] of texts.entries()) {
      expect(dot(await embedder.embedQuery(text), vectors[at]!)).toBeCloseTo(1, 4);
    }
    expect(dot(vectors[0]!, vectors[1]!)).toBeLessThan(0.9);
  });

  it('gives nothing for an empty list', async () => {
    expect(await embedder.embedDocuments([])).toEqual([]);
  });

  it.each(['', ' ', '\n\n', '🙂'])('gives a vector for %j', async (text) => {
    const vector = await embedder.embedQuery(text);
    expect(dot(vector, vector)).toBeCloseTo(1, 4);
  });

  it('embeds a text of 3,000 words', async () => {
    const long = Array.from({ length: 3000 }, (_, at) => `word${at % 97}`).join(' ');
    const [vector] = await embedder.embedDocuments([long]);
    expect(dot(vector!, vector!)).toBeCloseTo(1, 4);
  });

  it('says how many texts are done', async () => {
    let done = 0;
    await embedder.embedDocuments(texts, {
      onEmbedded: (count) => {
        done += count;
      },
    });
    expect(done).toBe(texts.length);
  });

  it("rejects with the signal's reason when aborted before", async () => {
    const signal = AbortSignal.abort(new Error('no longer wanted'));
    await expect(embedder.embedDocuments(texts, { signal })).rejects.toThrow('no longer wanted');
    await expect(embedder.embedQuery('a', { signal })).rejects.toThrow('no longer wanted');
  });

  it("rejects with the signal's reason when aborted on the way, and works on", async () => {
    const controller = new AbortController();
    const many = Array.from({ length: 20 }, (_, at) => `text ${at}`);
    const work = embedder.embedDocuments(many, {
      signal: controller.signal,
      onEmbedded: () => controller.abort(new Error('stopped')),
    });
    await expect(work).rejects.toThrow('stopped');
    expect(await embedder.embedQuery('after')).toHaveLength(embedder.dimensions);
  });

  it('rejects what comes after its end', async () => {
    const other = await create();
    await other.embedder.close();
    await expect(other.embedder.embedQuery('a')).rejects.toThrow(UpstreamError);
    await other.end();
  });
});

describe.runIf(canRunLocalModel())('createLocalEmbedder', () => {
  it('agrees with the reference encoder', async () => {
    const references = JSON.parse(
      readFileSync(`${models}/minilm-l6-study/reference.json`, 'utf8'),
    ) as { text: string; vector: number[] }[];
    const embedder = createLocalEmbedder(models);
    const vectors = await embedder.embedDocuments(references.map(({ text }) => text));
    await embedder.close();
    expect(references.length).toBeGreaterThan(0);
    for (const [at, { text, vector }] of references.entries()) {
      const cosine = dot(vectors[at]!, vector) / Math.hypot(...vector);
      expect(cosine, text).toBeGreaterThanOrEqual(0.99);
    }
  });

  it('gives the same with a second thread, twice, and ends both', async () => {
    const texts = Array.from({ length: 150 }, (_, at) => `attention ${at}`);
    const [one, two] = [createLocalEmbedder(models, 1), createLocalEmbedder(models, 2)];
    const expected = await one.embedDocuments(texts);
    for (const round of [1, 2]) {
      const [vectors, query] = await Promise.all([
        two.embedDocuments(texts),
        two.embedQuery('attention 7'),
      ]);
      expect(vectors, `round ${round}`).toEqual(expected);
      expect(query).toEqual(expected[7]);
    }
    const left = expect(two.embedDocuments(texts)).rejects.toThrow('closed');
    await two.close();
    await left;
    await one.close();
  });

  it('loses no text where the second thread cannot run', async () => {
    const folder = temporaryFolder();
    cpSync(models, folder, { recursive: true });
    const embedder = createLocalEmbedder(folder, 2);
    const texts = Array.from({ length: 100 }, (_, at) => `attention ${at}`);
    await embedder.embedQuery('The first thread has loaded.');
    for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
      if (name.endsWith('.onnx')) writeFileSync(join(folder, name), 'damaged');
    }
    expect(await embedder.embedDocuments(texts)).toHaveLength(texts.length);
    await embedder.close();
  });

  it('names the file that is missing', async () => {
    const folder = temporaryFolder();
    expect(() => createLocalEmbedder(folder)).toThrow(ConfigError);
    expect(() => createLocalEmbedder(folder)).toThrow('model_int8.onnx');
  });

  it('refuses a damaged model', async () => {
    const folder = temporaryFolder({
      'minilm-l6-study/model_int8.onnx': 'no model',
      'minilm-l6-study/tokenizer.json': '{}',
      'minilm-l6-study/tokenizer_config.json': '{}',
    });
    const embedder = createLocalEmbedder(folder);
    const waiting = embedder.embedQuery('a');
    await expect(embedder.ready).rejects.toThrow(/model_int8\.onnx.*damaged/);
    await expect(waiting).rejects.toThrow(ConfigError);
    await embedder.close();
  });
});

describe('createOpenAIEmbedder', () => {
  const open = async (batchSize = 64) => {
    const server = await embeddingServerForTest();
    const embedder = await createOpenAIEmbedder({
      model: 'fake',
      apiKey,
      baseUrl: server.url,
      timeoutMs: 2000,
      batchSize,
    });
    return { server, embedder };
  };
  const embeddings = (change: (items: readonly EmbeddingItem[]) => unknown): Fault => {
    return (response, items) => answerWith(response, change(items));
  };

  it('learns dimensions and names the model in its fingerprint', async () => {
    const { embedder } = await open();
    expect(embedder).toMatchObject({ dimensions: 12, fingerprint: 'openai:fake:12' });
  });

  it('sends the key, and texts in batches', async () => {
    const { server, embedder } = await open(2);
    await embedder.embedDocuments(['a', 'b\nc', 'd']);
    expect(server.requests.slice(1)).toEqual([['a', 'b\nc'], ['d']]);
    expect(new Set(server.authorizations)).toEqual(new Set([`Bearer ${apiKey}`]));
  });

  it('puts a shuffled reply in order', async () => {
    const { server, embedder } = await open();
    const expected = await embedder.embedDocuments(texts);
    server.fault = embeddings((items) => [...items].reverse());
    expect(await embedder.embedDocuments(texts)).toEqual(expected);
  });

  it.concurrent.each<[string, Fault]>([
    [
      'a short reply',
      embeddings((items) => items.slice(1).map((item, index) => ({ ...item, index }))),
    ],
    ['a missing index', embeddings((items) => items.slice(1))],
    ['a repeated index', embeddings((items) => items.map((item) => ({ ...item, index: 0 })))],
    ['an empty reply', embeddings(() => [])],
    ['null for data', embeddings(() => null)],
    [
      'null for a vector',
      embeddings((items) => items.map((item) => ({ ...item, embedding: null }))),
    ],
    [
      'a null in a vector',
      embeddings((items) => items.map((item) => ({ ...item, embedding: [null] }))),
    ],
    [
      'base64',
      embeddings((items) => items.map((item) => ({ ...item, embedding: 'AACAPwAAAEA=' }))),
    ],
    [
      'ragged vectors',
      embeddings((items) =>
        items.map((item) => ({ ...item, embedding: Array(10 + item.index).fill(1) })),
      ),
    ],
    [
      'zeros',
      embeddings((items) => items.map((item) => ({ ...item, embedding: Array(12).fill(0) }))),
    ],
    ['status 500', (response) => answerWith(response, { error: `bad key ${apiKey}` }, 500)],
    ['status 401', (response) => answerWith(response, { error: `bad key ${apiKey}` }, 401)],
    ['no JSON', (response) => response.end(`<html>${apiKey}</html>`)],
    ['a cut connection', (response) => response.destroy()],
    [
      'a redirect',
      (response) => response.writeHead(307, { location: 'http://127.0.0.1:9/v1/embeddings' }).end(),
    ],
  ])('gives an UpstreamError without the key for %s', async (_, fault) => {
    const server = await startEmbeddingServer();
    const embedder = await createOpenAIEmbedder({ model: 'fake', apiKey, baseUrl: server.url });
    server.fault = fault;
    const error: unknown = await embedder.embedDocuments(texts).catch((reason: unknown) => reason);
    await server.close();
    expect(error).toBeInstanceOf(UpstreamError);
    expect(String(error)).not.toContain(apiKey);
    expect((error as Error).stack).not.toContain(apiKey);
  });

  it('gives an UpstreamError when nobody listens', async () => {
    const server = await startEmbeddingServer();
    await server.close();
    const options = { model: 'fake', apiKey, baseUrl: server.url, timeoutMs: 2000 };
    await expect(createOpenAIEmbedder(options)).rejects.toThrow(UpstreamError);
  });
});
