import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import express, { type Express } from 'express';
import request from 'supertest';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readConfig } from '../../src/config.ts';
import { createPipeline } from '../../src/pipeline.ts';
import type { Pipeline } from '../../src/pipeline-contract.ts';
import {
  chunkListSchema,
  documentListSchema,
  documentSchema,
  errorResponseSchema,
  evaluationSchema,
  searchResponseSchema,
  suggestionsSchema,
} from '../../src/serve/contract.ts';
import { createErrorHandler } from '../../src/serve/errors.ts';
import { evaluationRoute } from '../../src/serve/evaluation-route.ts';
import { libraryRoutes } from '../../src/serve/library-routes.ts';

const corpus = fileURLToPath(new URL('../../corpus', import.meta.url));
const data = mkdtempSync(join(tmpdir(), 'groundwork-library-routes-'));
let pipeline: Pipeline;
let app: Express;

function appWith(evaluationFile?: string): Express {
  const unexpected = (error: unknown): void => {
    throw error;
  };
  const routed = express()
    .use('/api', libraryRoutes(pipeline))
    .use('/api', evaluationRoute(evaluationFile));
  return routed.use(createErrorHandler(unexpected));
}

beforeAll(async () => {
  pipeline = await createPipeline(readConfig({ CORPUS_DIR: corpus, DATA_DIR: data }), {
    random: () => 0.5,
  });
  await pipeline.ingest();
  await pipeline.refresh();
  app = appWith();
});

afterAll(async () => {
  await pipeline.close();
  rmSync(data, { recursive: true, force: true });
});

const get = (path: string) => request(app).get(`/api${path}`);

async function documentNamed(name: string) {
  const { documents } = documentListSchema.parse((await get('/documents')).body);
  return documents.find(({ uri }) => uri === name)!;
}

describe('GET /documents', () => {
  it('lists documents by their path, with the day of the last change and that of the index', async () => {
    const { documents, indexedAt, mode } = documentListSchema.parse((await get('/documents')).body);
    const uris = documents.map(({ uri }) => uri);
    expect(uris).toEqual([...uris].sort());
    expect(documents.find(({ uri }) => uri === 'attention.md')?.updated).toMatch(
      /^\d{4}-\d\d-\d\d$/,
    );
    expect(Date.now() - Date.parse(indexedAt)).toBeLessThan(600_000);
    expect(mode.retrievers).toEqual(['lexical', 'dense']);
  });

  it('gives the text, its sections and the front matter without retrieval keys', async () => {
    const { id } = await documentNamed('attention.md');
    const document = documentSchema.parse((await get(`/documents/${id}`)).body);
    expect(document.sections.at(-1)?.end).toBe(document.text.length);
    expect(document.metadata).toMatchObject({ title: document.title, topic: expect.any(String) });
    expect(document.metadata['references']).toBeInstanceOf(Array);
    expect(document.metadata).not.toHaveProperty('questions');
  });

  it('gives chunks in order, each inside the section that it names', async () => {
    const { id, chunks: count } = await documentNamed('attention.md');
    const document = documentSchema.parse((await get(`/documents/${id}`)).body);
    const { chunks } = chunkListSchema.parse((await get(`/documents/${id}/chunks`)).body);
    expect(chunks).toHaveLength(count);
    for (const [at, { start, end, headingPath }] of chunks.entries()) {
      expect(start).toBeGreaterThanOrEqual(chunks[at - 1]?.end ?? 0);
      const section = document.sections.find((one) => one.start <= start && end <= one.end);
      expect(section?.headingPath).toEqual(headingPath);
    }
  });

  it.each(['/documents/nope', '/documents/nope/chunks'])('finds nothing at %s', async (path) => {
    const response = await get(path);
    expect(response.status).toBe(404);
    expect(errorResponseSchema.parse(response.body).error.code).toBe('not-found');
  });
});

describe('GET /search', () => {
  it('gives the best passages in order of their score', async () => {
    const { body } = await get('/search?q=mode%20collapse&k=5');
    const scores = searchResponseSchema.parse(body).passages.map(({ score }) => score);
    expect(scores).toHaveLength(5);
    expect(scores).toEqual([...scores].sort((left, right) => right - left));
  });

  it.each(['/search', '/search?q=', '/search?q=gan&k=51'])('refuses %s', async (path) => {
    expect((await get(path)).status).toBe(400);
  });
});

describe('GET /suggestions', () => {
  it('gives six questions, or as many as are asked for, each answered by the notes', async () => {
    const { suggestions } = suggestionsSchema.parse((await get('/suggestions')).body);
    expect(suggestions).toHaveLength(6);
    const more = suggestionsSchema.parse((await get('/suggestions?count=12')).body).suggestions;
    expect(more).toHaveLength(12);
    expect(more.slice(0, 6)).toEqual(suggestions);
    for (const question of more) {
      expect(question).toMatch(/^.{11,89}\?$/);
      expect((await pipeline.ask(question)).answer.status).toBe('answered');
    }
  });

  it('gives questions that chosen sources answer by themselves', async () => {
    const sources = ['attention.md', 'tokenization.md'];
    const query = sources.map((name) => `source=${name}`).join('&');
    const { body } = await get(`/suggestions?count=4&${query}`);
    const { suggestions } = suggestionsSchema.parse(body);
    expect(suggestions).toHaveLength(4);
    for (const question of suggestions) {
      const { answer } = await pipeline.ask(question, { sources });
      expect(answer.status).toBe('answered');
    }
    expect((await get('/suggestions')).body).not.toEqual({ suggestions });
  });

  it('names a source that is not there', async () => {
    const { status, body } = await get('/suggestions?source=attention.md&source=gone.md');
    expect(status).toBe(404);
    expect(JSON.stringify(body)).toContain('gone.md');
  });

  it.each(['0', '13', 'many'])('refuses to give %s', async (count) => {
    expect((await get(`/suggestions?count=${count}`)).status).toBe(400);
  });
});

describe('GET /evaluation', () => {
  it('gives the figures of both splits and the worst questions with their traces', async () => {
    const { reports, targets, worst } = evaluationSchema.parse((await get('/evaluation')).body);
    expect(reports.map(({ split }) => split)).toEqual(['dev', 'test']);
    expect(targets.length).toBeGreaterThan(10);
    expect(worst).toHaveLength(15);
    for (const { answered, expected, answerable } of worst) {
      expect(answered.trace.steps.map(({ name }) => name)).toContain('gate');
      expect(expected.quotes.length > 0).toBe(answerable);
    }
  });

  it('says how to make the file when it is missing', async () => {
    const response = await request(appWith(join(data, 'missing.json'))).get('/api/evaluation');
    expect(response.status).toBe(404);
    expect(errorResponseSchema.parse(response.body).error.message).toContain('npm run eval');
    expect(response.text).not.toContain(data);
  });

  it('does not pass on a file of another shape', async () => {
    const file = join(data, 'other.json');
    writeFileSync(file, '{"reports": []}');
    const response = await request(appWith(file)).get('/api/evaluation');
    expect(response.status).toBe(500);
    expect(errorResponseSchema.parse(response.body).error.message).toContain('makes it anew');
  });
});
