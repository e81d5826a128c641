import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { asSchema, uiMessageChunkSchema } from 'ai';
import { createParser } from 'eventsource-parser';
import express from 'express';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { readConfig } from '../../src/config.ts';
import type { ConversationStore } from '../../src/conversations/contract.ts';
import { UpstreamError } from '../../src/errors.ts';
import { createPipeline } from '../../src/pipeline.ts';
import type { AskOptions, Pipeline } from '../../src/pipeline-contract.ts';
import { type ChatRouteOptions, chatRoute } from '../../src/serve/chat-route.ts';
import {
  chatResponseSchema,
  errorResponseSchema,
  startMetadataSchema,
  streamPartSchemas,
} from '../../src/serve/contract.ts';
import { createErrorHandler } from '../../src/serve/errors.ts';
import type { AnsweredQuestion } from '../../src/types.ts';
import { createMemoryConversations } from '../fakes/memory-conversations.ts';

type Part = { readonly type: string } & Readonly<Record<string, unknown>>;

const corpus = fileURLToPath(new URL('../../corpus', import.meta.url));
const dataFolder = mkdtempSync(join(tmpdir(), 'groundwork-chat-stream-'));
const servers: Server[] = [];
let notes: Pipeline;
let conversations: ConversationStore;
let unexpected: unknown[] = [];

const declined: AnsweredQuestion = {
  answer: {
    status: 'declined',
    reason: 'nothing-found',
    text: 'Not in the notes.',
    statements: [],
    citations: [],
  },
  passages: [],
  mode: {
    answers: 'extractive',
    retrievers: ['lexical'],
    encoder: null,
    vectorIndex: null,
    model: null,
    notices: [],
  },
  confidence: 0.1,
  trace: { steps: [], totalMs: 1 },
};

/** Serves the route; what is not given is the real notes and a store that is new for each test. */
async function start(options: Partial<ChatRouteOptions> = {}): Promise<string> {
  const app = express();
  const hear = (error: unknown) => void unexpected.push(error);
  app.post(
    '/api/chat',
    express.json({ limit: '1mb' }),
    chatRoute({
      pipeline: notes,
      conversations,
      suggest: async () => ['And then?'],
      onUnexpectedError: hear,
      ...options,
    }),
  );
  app.use(createErrorHandler(hear));
  const server = app.listen(0, '127.0.0.1');
  servers.push(server);
  await once(server, 'listening');
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/chat`;
}

function asking(ask: (question: string, options: AskOptions) => Promise<AnsweredQuestion>) {
  return {
    isReady: () => true,
    checkSources: async () => undefined,
    ask: (question: string, options: AskOptions = {}) => ask(question, options),
  };
}

function post(
  url: string,
  body: unknown,
  headers: Record<string, string> = {},
  signal?: AbortSignal,
) {
  return fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
    ...(signal && { signal }),
  });
}

/** The events of a stream; every one but the last has to be a part that the AI SDK reads. */
async function readParts(response: Response): Promise<Part[]> {
  expect(response.status).toBe(200);
  expect(response.headers.get('content-type')).toBe('text/event-stream; charset=utf-8');
  expect(response.headers.get('x-vercel-ai-ui-message-stream')).toBe('v1');
  const events: string[] = [];
  const parser = createParser({ onEvent: ({ data }) => void events.push(data) });
  parser.feed(await response.text());
  expect(events.at(-1)).toBe('[DONE]');
  const parts = events.slice(0, -1).map((event): Part => JSON.parse(event));
  const { validate } = asSchema(uiMessageChunkSchema);
  for (const part of parts) expect(await validate!(part)).toMatchObject({ success: true });
  const terminal = parts.filter(({ type }) => type === 'finish' || type === 'error');
  expect(terminal).toEqual([parts.at(-1)]);
  return parts;
}

const typesOf = (parts: readonly Part[]) => parts.map(({ type }) => type);
const textOf = (parts: readonly Part[]) =>
  parts.map((part) => (part.type === 'text-delta' ? part['delta'] : '')).join('');
const turnOf = (parts: readonly Part[]) =>
  streamPartSchemas.turn.parse(parts.find(({ type }) => type === 'data-turn')?.['data']);
const storedTurns = () =>
  conversations.list('').flatMap(({ id }) => conversations.conversation(id).turns);

beforeAll(async () => {
  notes = await createPipeline(
    readConfig({ CORPUS_DIR: corpus, DATA_DIR: dataFolder, EMBEDDINGS: 'none' }),
  );
  await notes.ingest();
  await notes.refresh();
});

afterAll(async () => {
  await notes.close();
  rmSync(dataFolder, { recursive: true, force: true });
});

beforeEach(() => {
  let ids = 0;
  const newId = () => {
    ids += 1;
    return `id-${ids}`;
  };
  conversations = createMemoryConversations({ now: () => new Date(), newId });
  unexpected = [];
});

afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

describe('the event stream of POST /api/chat', () => {
  it('tells steps, citations before their statements, the exact text, the turn and the end', async () => {
    const url = await start();
    const question = 'Why are attention scores scaled?';
    const parts = await readParts(await post(url, { question, stream: true }));
    const plain = chatResponseSchema.parse(await (await post(url, { question })).json());
    expect(plain.answer.status).toBe('answered');
    expect(textOf(parts)).toBe(plain.answer.text);

    const steps = parts
      .filter(({ type }) => type === 'data-progress')
      .map((part) => streamPartSchemas.progress.parse(part['data']).step);
    expect(steps).toEqual(expect.arrayContaining(['lexical', 'gate', 'generate', 'verify']));
    expect([...typesOf(parts)].sort()).toEqual(
      expect.arrayContaining(['source-document', 'data-citation', 'data-statement']),
    );
    const types = typesOf(parts);
    expect(types[0]).toBe('start');
    expect(types.lastIndexOf('data-progress')).toBeLessThan(types.indexOf('text-start'));
    expect(types.slice(-3)).toEqual(['text-end', 'data-turn', 'finish']);
    expect(turnOf(parts)).toMatchObject({
      id: '',
      conversationId: '',
      question,
      state: 'answered',
      suggestions: ['And then?'],
      result: { answer: plain.answer },
      changedSources: [],
    });
    expect(parts.at(-1)?.['messageMetadata']).toMatchObject({
      status: 'answered',
      confidence: plain.confidence,
    });
    expect(storedTurns()).toEqual([]);
  });

  it('declines with the text alone', async () => {
    const parts = await readParts(
      await post(await start(), { question: 'Who won the 2018 World Cup?', stream: true }),
    );
    const types = typesOf(parts).filter((type) => type !== 'data-progress');
    expect(types).toEqual(['start', 'text-start', 'text-delta', 'text-end', 'data-turn', 'finish']);
    expect(parts.at(-1)?.['messageMetadata']).toMatchObject({ status: 'declined' });
  });

  it('opens where Accept names it outright, and only there', async () => {
    const url = await start({ pipeline: asking(async () => declined) });
    const kindFor = async (accept: string) =>
      (await post(url, { question: 'a?' }, { accept })).headers.get('content-type');
    expect(await kindFor('text/event-stream')).toContain('text/event-stream');
    expect(await kindFor('application/json, TEXT/event-stream;q=0.5')).toContain('event-stream');
    expect(await kindFor('*/*')).toContain('application/json');
    expect(await kindFor('text/*')).toContain('application/json');
  });

  it('sends steps as they begin, not when the answer is there', async () => {
    let answer: (answered: AnsweredQuestion) => void = () => undefined;
    const url = await start({
      pipeline: asking((_question, { onStep }) => {
        onStep?.('lexical');
        return new Promise((resolve) => {
          answer = resolve;
        });
      }),
    });
    const { body } = await post(url, { question: 'a?', stream: true });
    let seen = '';
    for await (const bytes of body!) {
      seen += Buffer.from(bytes).toString();
      if (seen.includes('data-progress')) answer(declined);
    }
    expect(seen).toContain('"finish"');
  });

  it('ends in one error part that tells nothing of the machine', async () => {
    const fault = new TypeError('secret at /home/someone/file.ts');
    for (const [error, message] of [
      [
        new UpstreamError('The provider "x" gives nothing; try later.'),
        'The provider "x" gives nothing; try later.',
      ],
      [fault, 'Something failed inside; the log of the server says what.'],
    ] as const) {
      const url = await start({ pipeline: asking(() => Promise.reject(error)) });
      const parts = await readParts(
        await post(url, { question: 'a?', stream: true, conversation: 'new' }),
      );
      expect(typesOf(parts)).toEqual(['start', 'error']);
      expect(parts[1]).toEqual({ type: 'error', errorText: message });
      expect(storedTurns()[0]).toMatchObject({ state: 'failed', error: message });
    }
    expect(unexpected).toEqual([fault]);
  });

  it('answers without suggestions when they fail, and reports it', async () => {
    const fault = new Error('no suggestions');
    const url = await start({
      pipeline: asking(async () => declined),
      suggest: () => {
        throw fault;
      },
    });
    const parts = await readParts(await post(url, { question: 'a?', stream: true }));
    expect(turnOf(parts).suggestions).toEqual([]);
    expect(unexpected).toEqual([fault]);
  });

  it('ends in an error when the answer cannot be stored, after the whole text', async () => {
    const fault = new Error('disk full');
    const url = await start({
      pipeline: asking(async () => declined),
      conversations: {
        ...conversations,
        answer: () => {
          throw fault;
        },
      },
    });
    const parts = await readParts(
      await post(url, { question: 'a?', stream: true, conversation: 'new' }),
    );
    expect(textOf(parts)).toBe(declined.answer.text);
    expect(typesOf(parts).slice(-2)).toEqual(['text-end', 'error']);
    expect(unexpected).toEqual([fault]);
    expect(storedTurns()[0]?.state).toBe('failed');
  });

  it('refuses what cannot be tried with a JSON error and stores nothing', async () => {
    const url = await start();
    const refused = async (body: unknown) => {
      const response = await post(url, body, { accept: 'text/event-stream' });
      const { error } = errorResponseSchema.parse(await response.json());
      return `${response.status} ${error.message}`;
    };
    const user = (text: string) => ({ role: 'user', parts: [{ type: 'text', text }] });
    const stored = { stream: true, conversation: 'new' };
    expect(await refused({ question: ' ', ...stored })).toMatch(/^400 .*empty/);
    expect(await refused({ question: 'a'.repeat(4_001), ...stored })).toMatch(/^400 .*4001/);
    expect(await refused({ question: 7, ...stored })).toMatch(/^400 .*question: /);
    expect(await refused({ text: 'a' })).toMatch(/^400 .*question: /);
    expect(await refused([])).toMatch(/^400 /);
    expect(await refused({ question: 'a', replaceFrom: 't' })).toMatch(/^400 .*replaceFrom/);
    expect(await refused({ question: 'a', conversation: 'unknown' })).toMatch(/^404 /);
    expect(await refused({ messages: [] })).toMatch(/^400 .*messages: /);
    expect(await refused({ messages: [user(' ')] })).toMatch(/^400 .*empty/);
    expect(await refused({ messages: [{ role: 'user', parts: [{ type: 'file' }] }] })).toMatch(
      /^400 .*empty/,
    );
    expect(await refused({ messages: [user('a'), { ...user('b'), role: 'assistant' }] })).toMatch(
      /^400 .*"assistant"/,
    );
    expect(await refused({ messages: [user('a')], question: 'a' })).toMatch(/^400 .*question/);
    expect(storedTurns()).toEqual([]);
    const unready = await start({
      pipeline: { ...asking(async () => declined), isReady: () => false },
    });
    const response = await post(unready, { question: 'a?', ...stored });
    expect(response.status).toBe(503);
    expect(storedTurns()).toEqual([]);
  });
});

describe('a stored question', () => {
  it('is stored before it is answered, with the answer after it, and gives the next its history', async () => {
    const heard: AskOptions[] = [];
    const states: unknown[] = [];
    const url = await start({
      pipeline: asking(async (_question, options) => {
        heard.push(options);
        states.push(storedTurns().at(-1)?.state);
        return declined;
      }),
    });
    const first = await readParts(
      await post(url, { question: 'One?', stream: true, conversation: 'new' }),
    );
    const started = startMetadataSchema.parse(first[0]?.['messageMetadata']);
    expect(first[0]?.['messageId']).toBe(started.turnId);
    expect(turnOf(first)).toMatchObject({ id: started.turnId, state: 'answered' });

    const conversation = started.conversationId;
    const second = await post(url, { question: 'Two?', conversation });
    expect(chatResponseSchema.parse(await second.json()).answer.text).toBe(declined.answer.text);
    expect(heard.map(({ history }) => history)).toEqual([
      [],
      [
        { role: 'user', text: 'One?' },
        { role: 'assistant', text: declined.answer.text },
      ],
    ]);
    expect(states).toEqual(['answering', 'answering']);
    expect(storedTurns().map(({ state }) => state)).toEqual(['answered', 'answered']);

    await readParts(
      await post(url, {
        question: 'Instead?',
        stream: true,
        conversation,
        replaceFrom: started.turnId,
      }),
    );
    expect(heard.at(-1)?.history).toEqual([]);
    expect(storedTurns().map(({ question }) => question)).toEqual(['Instead?']);
  });

  it.each([true, false])('is interrupted when its asker leaves (stream: %s)', async (stream) => {
    let signal: AbortSignal | undefined;
    const url = await start({
      pipeline: asking(
        (_question, options) =>
          new Promise((_resolve, reject) => {
            signal = options.signal;
            signal?.addEventListener('abort', () => reject(signal?.reason));
          }),
      ),
    });
    const asker = new AbortController();
    const asked = post(url, { question: 'a?', stream, conversation: 'new' }, {}, asker.signal).then(
      (response) => response.text(),
    );
    await expect.poll(() => signal).toBeDefined();
    expect(storedTurns()[0]?.state).toBe('answering');
    asker.abort();
    await expect(asked).rejects.toThrow();
    await expect.poll(() => storedTurns()[0]?.state).toBe('interrupted');
    expect(signal?.aborted).toBe(true);
    expect(storedTurns()[0]).toMatchObject({ state: 'interrupted', error: null });
    expect(unexpected).toEqual([]);
  });

  it.each([
    ['while it is made', true, 'interrupted'],
    ['once it is whole', false, 'answered'],
  ] as const)('keeps no answer half: its asker leaves %s', async (_when, early, state) => {
    let goOn: () => void = () => undefined;
    const pause = () =>
      new Promise<void>((resolve) => {
        goOn = resolve;
      });
    let gone: AbortSignal | undefined;
    let reached = false;
    const url = await start({
      pipeline: asking(async (_question, { signal }) => {
        gone = signal;
        reached = early;
        if (early) await pause();
        return declined;
      }),
      suggest: async () => {
        reached = true;
        await pause();
        return [];
      },
    });
    const asker = new AbortController();
    const body = { question: 'a?', stream: true, conversation: 'new' };
    const asked = post(url, body, {}, asker.signal).then((response) => response.text());
    await expect.poll(() => reached).toBe(true);
    asker.abort();
    await expect(asked).rejects.toThrow();
    await expect.poll(() => gone?.aborted).toBe(true);
    goOn();
    await expect.poll(() => storedTurns()[0]?.state).toBe(state);
    expect(unexpected).toEqual([]);
  });

  it('fails with the public message in a JSON reply too', async () => {
    const url = await start({ pipeline: asking(() => Promise.reject(new Error('inside'))) });
    const response = await post(url, { question: 'a?', conversation: 'new' });
    expect(response.status).toBe(500);
    const { error } = errorResponseSchema.parse(await response.json());
    expect(storedTurns()[0]).toMatchObject({ state: 'failed', error: error.message });
    expect(unexpected).toHaveLength(1);
  });
});

describe('a question in the AI SDK’s messages', () => {
  const message = (role: string, ...texts: string[]) => ({
    id: texts.join(),
    role,
    metadata: { any: 'thing' },
    parts: [{ type: 'data-citation', data: {} }, ...texts.map((text) => ({ type: 'text', text }))],
  });

  it('takes the last as question and the earlier as history, system messages aside', async () => {
    const heard: unknown[] = [];
    const url = await start({
      pipeline: asking(async (question, { history }) => {
        heard.push({ question, history });
        return declined;
      }),
    });
    const parts = await readParts(
      await post(url, {
        id: 'chat',
        trigger: 'submit-message',
        messages: [
          message('system', 'Answer in rhymes.'),
          message('user', 'x'.repeat(30_000)),
          message('assistant', 'B', 'C'),
          message('assistant'),
          message('user', 'D?'),
        ],
      }),
    );
    expect(heard).toEqual([
      {
        question: 'D?',
        history: [
          { role: 'user', text: 'x'.repeat(20_000) },
          { role: 'assistant', text: 'B\nC' },
        ],
      },
    ]);
    expect(parts[0]).not.toHaveProperty('messageMetadata');
    expect(parts[0]?.['messageId']).toMatch(/^[0-9a-f-]{36}$/);
  });

  it('keeps the last fifty of a long history, and answers in JSON when told to', async () => {
    let length = 0;
    const url = await start({
      pipeline: asking(async (_question, { history = [] }) => {
        length = history.length;
        return declined;
      }),
    });
    const messages = Array.from({ length: 81 }, (_, at) => message('user', `${at}`));
    const response = await post(url, { messages, stream: false }, { accept: 'text/event-stream' });
    chatResponseSchema.parse(await response.json());
    expect(length).toBe(50);
  });
});
