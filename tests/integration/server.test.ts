import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { RunnableLambda } from '@langchain/core/runnables';
import request from 'supertest';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readConfig } from '../../src/config.ts';
import { createPipeline } from '../../src/pipeline.ts';
import type { Pipeline } from '../../src/pipeline-contract.ts';
import { GroundworkRetriever } from '../../src/retrieve/langchain-retriever.ts';
import { createApp } from '../../src/serve/app.ts';
import { chatResponseSchema, errorResponseSchema } from '../../src/serve/contract.ts';
import { createMemoryConversations } from '../fakes/memory-conversations.ts';

const corpus = fileURLToPath(new URL('../../corpus', import.meta.url));
const data = mkdtempSync(join(tmpdir(), 'groundwork-server-'));
let pipeline: Pipeline;
let app: ReturnType<typeof createApp>;
/** A page as built ones are laid out; the real one is the browser tests' matter. */
const page = { folder: join(data, '.hidden', 'page'), missing: () => 'The page is being built.' };

beforeAll(async () => {
  pipeline = await createPipeline(readConfig({ CORPUS_DIR: corpus, DATA_DIR: data }));
  await pipeline.ingest();
  await pipeline.refresh();
  app = createApp(pipeline, {
    host: '127.0.0.1',
    apiKey: undefined,
    conversations: createMemoryConversations(),
    page,
    preparing: () => undefined,
    onUnexpectedError: (error) => {
      throw error;
    },
  });
});

afterAll(async () => {
  await pipeline.close();
  rmSync(data, { recursive: true, force: true });
});

const chat = async (question: unknown) =>
  request(app).post('/api/chat').set('Host', '127.0.0.1').send({ question });

describe('POST /api/chat', () => {
  it('answers a comparison with both sides, each sentence cited word for word', async () => {
    const response = await chat('What is the difference between a GAN and a VAE?');
    expect(response.status).toBe(200);
    const { answer, passages } = chatResponseSchema.parse(response.body);
    expect(answer.status).toBe('answered');
    expect(answer.text).toMatch(/GAN/);
    expect(answer.text).toMatch(/VAE|variational autoencoder/i);
    expect(answer.statements.length).toBeGreaterThan(1);
    for (const { support, citations } of answer.statements) {
      expect(support).toBe('supported');
      expect(citations).not.toHaveLength(0);
    }
    for (const { documentId, start, end, quote, status } of answer.citations) {
      const { text } = await pipeline.document(documentId);
      expect(text.slice(start, end)).toBe(quote);
      expect(status).toBe('verified');
      expect(
        passages.some(
          (one) => one.documentId === documentId && one.start <= start && end <= one.end,
        ),
      ).toBe(true);
    }
  });

  it('declines what the notes do not hold, with a reason and nearest topics', async () => {
    const { body } = await chat('Who won the 2018 World Cup?');
    const { answer, confidence } = chatResponseSchema.parse(body);
    expect(answer).toMatchObject({ status: 'declined', statements: [], citations: [] });
    expect(answer.reason).toBeDefined();
    expect(answer.nearestTopics?.length).toBeGreaterThan(0);
    expect(confidence).toBeLessThan(0.5);
  });

  it('refuses an empty question, a huge one and one that is no text', async () => {
    for (const [question, status] of [
      ['', 400],
      ['a'.repeat(100_000), 400],
      [7, 400],
    ] as const) {
      const response = await chat(question);
      expect(response.status).toBe(status);
      expect(errorResponseSchema.parse(response.body).error.message).not.toBe('');
    }
  });

  it('refuses bad JSON, a missing body and a body that is too large', async () => {
    const post = () => request(app).post('/api/chat').set('Host', '127.0.0.1');
    expect((await post().type('json').send('{bad')).body.error.code).toBe('invalid-json');
    expect((await post()).status).toBe(400);
    expect((await post().send({ question: 'a'.repeat(1_100_000) })).status).toBe(413);
  });
});

describe('other routes', () => {
  it('searches passages of at most 1,200 characters in order of their score', async () => {
    const { body } = await request(app)
      .get('/api/search')
      .query({ q: 'mode collapse', k: 5 })
      .set('Host', 'localhost');
    const scores = body.passages.map(({ score }: { score: number }) => score);
    expect(scores).toHaveLength(5);
    expect(scores).toEqual([...scores].sort((left, right) => right - left));
    expect(body.passages[0].text).toMatch(/mode collapse/i);
  });

  it('lists documents, reads one and names one that does not exist', async () => {
    const get = (path: string) => request(app).get(path).set('Host', '127.0.0.1');
    const { body } = await get('/api/documents');
    expect(body.documents.length).toBeGreaterThan(7);
    expect((await get(`/api/documents/${body.documents[0].id}`)).body.text).toContain('---');
    expect((await get('/api/documents/nope')).status).toBe(404);
    expect((await get('/api/nope')).status).toBe(404);
    expect((await get('/ready')).body).toEqual({ status: 'ready' });
  });

  it('refuses a foreign Host and a foreign Origin', async () => {
    expect((await request(app).get('/health').set('Host', 'evil.example')).status).toBe(403);
    const foreign = request(app)
      .get('/health')
      .set('Host', '127.0.0.1')
      .set('Origin', 'https://evil.example');
    expect((await foreign).status).toBe(403);
  });

  it('serves the page under every address of a view, with a strict content security policy', async () => {
    mkdirSync(join(page.folder, 'assets'), { recursive: true });
    writeFileSync(join(page.folder, 'index.html'), '<title>Groundwork</title>');
    writeFileSync(join(page.folder, 'assets', 'a-1.js'), '// script\n'.repeat(500));
    const get = (path: string, accept = 'text/html,*/*;q=0.8') =>
      request(app).get(path).set('Host', '127.0.0.1').set('Accept', accept);
    for (const path of ['/', '/c/1f-2', '/read/ab', '/why/3', '/library/', '/evaluation', '/x']) {
      const response = await get(path);
      expect(response.text).toContain('<title>Groundwork</title>');
      expect(response.headers['content-security-policy']).toContain("default-src 'none'");
      expect(response.headers['content-security-policy']).toContain("style-src 'self';");
      expect(response.headers['cache-control']).toBe('no-cache');
    }
    const script = await get('/assets/a-1.js').set('Accept-Encoding', 'gzip');
    expect(script.headers['cache-control']).toContain('immutable');
    expect(script.headers['content-encoding']).toBe('gzip');
    for (const path of ['/assets/b.js', '/api/x', '/v1/x']) {
      expect((await get(path)).status).toBe(404);
    }
    expect((await get('/nothing', 'application/json')).body.error.code).toBe('not-found');
  });

  it('says that the page is being built while it is, and looks again', async () => {
    rmSync(page.folder, { recursive: true, force: true });
    const response = await request(app)
      .get('/library')
      .set('Host', '127.0.0.1')
      .set('Accept', 'text/html');
    expect(response.status).toBe(503);
    expect(response.text).toContain('The page is being built.');
    expect(response.headers['refresh']).toBe('2');
  });
});

describe('GroundworkRetriever', () => {
  it('works inside a LangChain runnable', async () => {
    const retriever = new GroundworkRetriever({
      search: (question, k) => pipeline.search(question, k),
      k: 3,
    });
    const titles = RunnableLambda.from((documents: { metadata: Record<string, unknown> }[]) =>
      documents.map(({ metadata }) => metadata['uri']),
    );
    const found = await retriever.pipe(titles).invoke('How does LoRA save memory?');
    expect(found).toHaveLength(3);
    expect(found.join(' ')).toMatch(/parameter-efficient|fine-tuning/);
  });
});

describe('regressions of fusion', () => {
  it('keeps a passage that only the dense arm finds and one that only the words find', async () => {
    const { passages } = await pipeline.search(
      'making a picture by removing static step by step',
      50,
    );
    expect(passages.some(({ retrievers }) => retrievers.dense && !retrievers.lexical)).toBe(true);
    expect(passages.some(({ retrievers }) => retrievers.lexical && !retrievers.dense)).toBe(true);
  });
});

describe('a server that other machines can reach', () => {
  const key = 'a key of sixteen characters';
  const get = (host: string, authorization?: string) => {
    const open = createApp(pipeline, {
      host: '0.0.0.0',
      apiKey: key,
      conversations: createMemoryConversations(),
      page,
      preparing: () => undefined,
      onUnexpectedError: () => {},
    });
    const asked = request(open).get('/api/documents').set('Host', host);
    return authorization === undefined ? asked : asked.set('Authorization', authorization);
  };

  it('asks for the key under any name but a loopback one, from this machine too', async () => {
    expect((await get('rebound.example')).status).toBe(401);
    expect((await get('rebound.example', `Bearer ${key}`)).status).toBe(200);
    expect((await get('127.0.0.1')).status).toBe(200);
  });

  it('lets nobody try keys without end', async () => {
    const open = createApp(pipeline, {
      host: '0.0.0.0',
      apiKey: key,
      conversations: createMemoryConversations(),
      page,
      preparing: () => undefined,
      onUnexpectedError: () => {},
    });
    const wrong = () =>
      request(open)
        .get('/api/documents')
        .set('Host', 'notes.example')
        .set('Authorization', 'Bearer wrong');
    const statuses: number[] = [];
    for (let attempt = 0; attempt < 12; attempt += 1) statuses.push((await wrong()).status);
    expect(statuses.filter((status) => status === 401)).toHaveLength(10);
    expect((await wrong()).headers['retry-after']).toMatch(/^\d+$/);
    // The page's way of sending a key counts with it.
    const session = await request(open)
      .post('/api/session')
      .set('Host', 'notes.example')
      .send({ key });
    expect(session.status).toBe(429);
  });
});

describe('a server without an index', () => {
  it('still shows what was asked before, and the evaluation', async () => {
    const empty = createApp(
      { ...pipeline, isReady: () => false },
      {
        host: '127.0.0.1',
        apiKey: undefined,
        conversations: createMemoryConversations(),
        page,
        preparing: () => 'The documents are being prepared.',
        onUnexpectedError: () => {},
      },
    );
    const get = (path: string) => request(empty).get(path).set('Host', '127.0.0.1');
    expect((await get('/api/conversations')).body).toEqual({ conversations: [] });
    expect((await get('/api/evaluation')).status).toBe(200);
    const asked = await get('/api/documents');
    expect(asked.status).toBe(503);
    expect(asked.body.error.message).toBe('The documents are being prepared.');
  });
});
