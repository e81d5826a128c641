import { join } from 'node:path';
import express from 'express';
import request from 'supertest';
import { beforeEach, describe, expect, it } from 'vitest';
import type { ConversationStore } from '../../src/conversations/contract.ts';
import { openSqliteConversations } from '../../src/conversations/sqlite-conversations.ts';
import { createChangedSources } from '../../src/serve/changed-sources.ts';
import {
  conversationListSchema,
  conversationSchema,
  errorResponseSchema,
  turnDetailSchema,
} from '../../src/serve/contract.ts';
import { conversationRoutes } from '../../src/serve/conversation-routes.ts';
import { createErrorHandler } from '../../src/serve/errors.ts';
import { answeredQuestion } from '../fakes/answered-question.ts';
import { temporaryFolder } from '../fakes/temporary-folder.ts';

let store: ConversationStore;
let app: express.Express;
let contentHash: string;
let conversationId: string;
let turnId: string;

beforeEach(() => {
  contentHash = 'h1';
  store = openSqliteConversations(join(temporaryFolder(), 'conversations.db'));
  const document = { id: 'd1', uri: 'notes/gradient.md', mediaType: 'text/markdown' } as const;
  const shape = {
    title: 'Gradient descent',
    chars: 40,
    chunks: 1,
    pages: 0,
    topic: null,
    updated: null,
  };
  const documents = async () => [{ ...document, ...shape, contentHash }];
  app = express();
  app.set('query parser', 'simple');
  app.use(
    '/api',
    conversationRoutes(store, createChangedSources({ documents, isReady: () => true })),
  );
  app.use(
    createErrorHandler((error) => {
      throw error;
    }),
  );
  const turn = store.begin({ conversation: 'new', question: 'Was ist λ/µ?' });
  store.answer(turn.id, answeredQuestion(), ['What is momentum?']);
  ({ id: turnId, conversationId } = turn);
  return () => store.close();
});

describe('conversations over HTTP', () => {
  it('lists and searches', async () => {
    const all = await request(app).get('/api/conversations');
    expect(conversationListSchema.parse(all.body).conversations).toMatchObject([
      { id: conversationId, title: 'Was ist λ/µ?', turns: 1, excerpt: null },
    ]);
    const found = await request(app).get('/api/conversations').query({ q: 'TOO large' });
    const { conversations } = conversationListSchema.parse(found.body);
    expect(conversations[0]?.excerpt).toContain('A step that is too large diverges.');
    const none = await request(app).get('/api/conversations').query({ q: '%' });
    expect(none.body).toEqual({ conversations: [] });
  });

  it('gives a conversation, and says which sources have changed or are gone', async () => {
    const path = `/api/conversations/${conversationId}`;
    const before = conversationSchema.parse((await request(app).get(path)).body);
    expect(before.turns).toMatchObject([
      { id: turnId, changedSources: [], result: { totalMs: 4 } },
    ]);
    contentHash = 'h2';
    const after = conversationSchema.parse((await request(app).get(path)).body);
    expect(after.turns[0]?.changedSources).toEqual(['d1']);
  });

  it('gives a turn with passages and trace', async () => {
    const { body } = await request(app).get(`/api/turns/${turnId}`);
    expect(turnDetailSchema.parse(body)).toEqual(body);
    expect(body.answered.passages).toHaveLength(1);
    expect(body.changedSources).toEqual([]);
  });

  it('renames and removes', async () => {
    const path = `/api/conversations/${conversationId}`;
    const renamed = await request(app).patch(path).send({ title: '  Ratios ' });
    expect(renamed.status).toBe(204);
    expect(store.conversation(conversationId).title).toBe('Ratios');
    expect((await request(app).delete(path)).status).toBe(204);
    expect((await request(app).get(path)).status).toBe(404);
    expect((await request(app).get(`/api/turns/${turnId}`)).status).toBe(404);
  });

  it('exports Markdown by default, under a name that every system takes', async () => {
    const response = await request(app).get(`/api/conversations/${conversationId}/export`);
    expect(response.headers['content-type']).toBe('text/markdown; charset=utf-8');
    expect(response.headers['content-disposition']).toBe(
      `attachment; filename="Was-ist.md"; filename*=UTF-8''Was%20ist%20%CE%BB%20%C2%B5.md`,
    );
    expect(response.text).toMatch(/^# Was ist λ\/µ\?\n/);
  });

  it('exports JSON', async () => {
    const response = await request(app)
      .get(`/api/conversations/${conversationId}/export`)
      .query({ format: 'json' });
    expect(response.headers['content-disposition']).toContain('filename="Was-ist.json"');
    expect(conversationSchema.parse(response.body).turns).toHaveLength(1);
  });

  it.each([
    ['get', '/api/conversations?q=a&q=b', undefined, 400],
    ['get', '/api/conversations?other=1', undefined, 400],
    ['get', `/api/conversations?q=${'x'.repeat(201)}`, undefined, 400],
    ['get', '/api/conversations/none', undefined, 404],
    ['get', '/api/conversations/none/export', undefined, 404],
    ['get', '/api/conversations/none/export?format=pdf', undefined, 400],
    ['get', '/api/turns/none', undefined, 404],
    ['patch', '/api/conversations/none', { title: 'x' }, 404],
    ['patch', '/api/conversations/none', { title: '   ' }, 400],
    ['patch', '/api/conversations/none', undefined, 400],
    ['delete', '/api/conversations/none', undefined, 404],
  ] as const)('answers %s %s %j with %i', async (method, path, body, status) => {
    const response = await request(app)[method](path).send(body);
    expect(response.status).toBe(status);
    errorResponseSchema.parse(response.body);
  });
});
