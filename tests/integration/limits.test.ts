import { connect } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { afterEach, describe, expect, it } from 'vitest';
import { createAnswerSlots } from '../../src/access/answer-slots.ts';
import { openTokenQuota } from '../../src/access/token-quota.ts';
import { greatestUse } from '../../src/answer/greatest-use.ts';
import type { ChatModel } from '../../src/models/contract.ts';
import { openaiErrorSchema } from '../../src/serve/openai-contract.ts';
import { createMemoryConversations } from '../fakes/memory-conversations.ts';
import { type RunningApi, type RunningApiOptions, startApi } from '../fakes/running-api.ts';
import { temporaryFolder } from '../fakes/temporary-folder.ts';

const apiKey = 'a-key-of-the-tests-0123';
const question = 'Why are attention scores scaled?';
let api: RunningApi;
let spoofed = 0;

afterEach(async () => {
  await api.stop();
  expect(api.unexpected).toEqual([]);
});

const start = async (options: RunningApiOptions = {}) => {
  api = await startApi({ ...options, environment: { EMBEDDINGS: 'none', ...options.environment } });
};

/** From elsewhere, each time with another address that nobody vouches for. */
const fromElsewhere = (path: string, init: RequestInit = {}) =>
  fetch(`${api.url}${path}`, {
    ...init,
    headers: {
      authorization: `Bearer ${apiKey}`,
      'x-forwarded-for': `10.0.${Math.floor(spoofed / 250)}.${spoofed++ % 250}`,
      ...init.headers,
    },
  });
const asJson = (body: object): RequestInit => ({
  method: 'POST',
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(body),
});
const statusesOf = async (replies: readonly Promise<Response>[]) =>
  Promise.all(replies.map(async (reply) => (await reply).status));
const countOf = (statuses: readonly number[], wanted: number) =>
  statuses.filter((status) => status === wanted).length;

async function untilTrue(check: () => boolean): Promise<void> {
  const giveUpAt = Date.now() + 10_000;
  while (!check()) {
    if (Date.now() > giveUpAt) throw new Error('It never came to be.');
    await sleep(10);
  }
}

describe('the limit of requests', () => {
  it('is exact, whatever address a caller makes up', async () => {
    await start({ app: { apiKey, requestsPerMinute: 40 } });
    const statuses = await statusesOf(
      Array.from({ length: 100 }, () => fromElsewhere('/api/documents')),
    );
    expect([countOf(statuses, 200), countOf(statuses, 429)]).toEqual([40, 60]);
    const refused = await fromElsewhere('/v1/models');
    expect(refused.status).toBe(429);
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(50);
    expect(Number(refused.headers.get('retry-after'))).toBeLessThanOrEqual(60);
    expect(openaiErrorSchema.parse(await refused.json()).error).toMatchObject({
      type: 'rate_limit_error',
      code: 'too-many-requests',
    });
    expect(await statusesOf([fromElsewhere('/health'), fromElsewhere('/ready')])).toEqual([
      200, 200,
    ]);
    // This machine is nobody else.
    expect((await fetch(`${api.url}/api/documents`)).status).toBe(200);
  });

  it('counts each call of a body that holds several', async () => {
    await start({ app: { apiKey, requestsPerMinute: 40 } });
    const batch = (calls: number) => {
      const body = Array.from({ length: calls }, (_, id) => ({
        jsonrpc: '2.0',
        id,
        method: 'tools/list',
      }));
      const request = asJson(body);
      return fromElsewhere('/mcp', {
        ...request,
        headers: { ...request.headers, accept: 'application/json, text/event-stream' },
      });
    };
    const statuses = [];
    for (const calls of [20, 19, 5]) statuses.push((await batch(calls)).status);
    expect(statuses).toEqual([200, 200, 429]);
  });

  it('holds for each address that a trusted proxy tells, and for the key over all of them', async () => {
    await start({
      app: { apiKey, requestsPerMinute: 5, trustedProxies: ['127.0.0.1'], demo: true },
    });
    const from = (address: string, key?: string) =>
      fetch(`${api.url}/api/documents`, {
        headers: {
          'x-forwarded-for': `6.6.6.6, ${address}`,
          ...(key !== undefined && { authorization: `Bearer ${key}` }),
        },
      });
    const one = await statusesOf(Array.from({ length: 8 }, () => from('1.1.1.1')));
    expect([countOf(one, 200), countOf(one, 429)]).toEqual([5, 3]);
    expect((await from('1.1.1.2')).status).toBe(200);
    const keyed = await statusesOf(
      Array.from({ length: 8 }, (_, at) => from(`1.1.2.${at}`, apiKey)),
    );
    expect([countOf(keyed, 200), countOf(keyed, 429)]).toEqual([5, 3]);
  });
});

describe('the limit of answers', () => {
  it('counts /api/chat, /v1 and the tool ask together, and nothing else', async () => {
    await start({ app: { apiKey, answersPerMinute: 4 } });
    const completion = asJson({
      model: 'groundwork',
      messages: [{ role: 'user', content: question }],
    });
    const client = new Client({ name: 'a client of the tests', version: '1.0.0' });
    const headers = { authorization: `Bearer ${apiKey}`, 'x-forwarded-for': '10.9.9.9' };
    await client.connect(
      new StreamableHTTPClientTransport(new URL(`${api.url}/mcp`), { requestInit: { headers } }),
    );
    const tool = () => client.callTool({ name: 'ask', arguments: { question } });
    const chat = () => fromElsewhere('/api/chat', asJson({ question }));
    expect((await chat()).status).toBe(200);
    expect((await fromElsewhere('/v1/chat/completions', completion)).status).toBe(200);
    expect((await tool()).isError).not.toBe(true);
    for (let count = 0; count < 6; count += 1) await fromElsewhere(`/api/search?q=attention`);
    expect((await chat()).status).toBe(200);
    const refused = await chat();
    expect(refused.status).toBe(429);
    expect(await refused.json()).toMatchObject({ error: { code: 'too-many-answers' } });
    const refusedThere = await fromElsewhere('/v1/chat/completions', completion);
    expect([refusedThere.status, refusedThere.headers.has('retry-after')]).toEqual([429, true]);
    expect(await tool()).toMatchObject({
      isError: true,
      content: [{ text: expect.stringContaining('At most 4 questions a minute') }],
    });
    await client.close();
  });
});

/** Answers when it is let go, or when it is left. */
function holdingModel(): ChatModel & { begun: number; letGo: () => void } {
  let letGo = () => {};
  const gate = new Promise<void>((resolve) => {
    letGo = resolve;
  });
  return {
    name: 'holding',
    begun: 0,
    letGo,
    async *stream({ signal }) {
      this.begun += 1;
      await Promise.race([
        gate,
        new Promise((_resolve, reject) => {
          signal?.addEventListener('abort', () => reject(signal.reason), { once: true });
        }),
      ]);
      yield '<decline/>';
      return { finishReason: 'stop', usage: { inputTokens: 100, outputTokens: 10 } };
    },
  };
}

describe('the answers at a time', () => {
  const endings = ['answered', 'left', 'stopped'] as const;

  it.each(endings)('are capped over all protocols, and free again when %s', async (ending) => {
    const slots = createAnswerSlots(3);
    const chatModel = holdingModel();
    const conversations = createMemoryConversations();
    await start({ pipeline: { chatModel }, app: { answerSlots: slots, conversations } });
    const leaving = new AbortController();
    const ask = (body: object) =>
      fetch(`${api.url}/api/chat`, {
        ...asJson({ question, answers: 'generative', ...body }),
        signal: leaving.signal,
      }).then((reply) => reply.text());
    const completion = asJson({
      model: 'groundwork-generative',
      messages: [{ role: 'user', content: question }],
    });
    const running = [
      ask({ stream: true, conversation: 'new' }),
      ask({}),
      fetch(`${api.url}/v1/chat/completions`, { ...completion, signal: leaving.signal }).then(
        (reply) => reply.text(),
      ),
    ].map((reply) => reply.catch(() => 'left'));
    await untilTrue(() => chatModel.begun === 3);
    const refused = await fetch(
      `${api.url}/api/chat`,
      asJson({ question, conversation: 'new', stream: true }),
    );
    expect(refused.status).toBe(503);
    expect(refused.headers.get('retry-after')).toBe('2');
    expect(await refused.json()).toMatchObject({ error: { code: 'busy' } });
    expect(conversations.list('')).toHaveLength(1);
    const there = await fetch(`${api.url}/v1/chat/completions`, completion);
    expect(there.status).toBe(503);
    openaiErrorSchema.parse(await there.json());
    if (ending === 'answered') chatModel.letGo();
    else if (ending === 'left') leaving.abort();
    else slots.endAll();
    const [stream = ''] = await Promise.all(running);
    await untilTrue(() => slots.taken === 0);
    const state = conversations.conversation(conversations.list('')[0]!.id).turns[0]!.state;
    expect(state).toBe(ending === 'answered' ? 'answered' : 'interrupted');
    if (ending === 'stopped') {
      expect(stream.match(/"type":"(finish|error)"/g)).toEqual(['"type":"error"']);
      expect(stream).toContain('"errorText":"The server is stopping; ask again in a moment."');
    }
  });

  it('are free again when an assistant leaves that asked by its tool', async () => {
    const slots = createAnswerSlots(1);
    const chatModel = holdingModel();
    await start({
      environment: { OPENAI_BASE_URL: 'http://127.0.0.1:9/v1' },
      pipeline: { chatModel },
      app: { answerSlots: slots },
    });
    const leaving = new AbortController();
    const params = { name: 'ask', arguments: { question } };
    const call = asJson({ jsonrpc: '2.0', id: 1, method: 'tools/call', params });
    const left = fetch(`${api.url}/mcp`, {
      ...call,
      headers: { ...call.headers, accept: 'application/json, text/event-stream' },
      signal: leaving.signal,
    }).then((reply) => reply.text());
    await untilTrue(() => chatModel.begun === 1);
    expect(slots.taken).toBe(1);
    leaving.abort();
    await expect(left).rejects.toThrow();
    await untilTrue(() => slots.taken === 0);
  });
});

describe('the tokens of the day', () => {
  const use = greatestUse({ question, answers: 'generative', hasHistory: false });
  const whole = use.standalone + use.write;

  async function startWith(perDay: number) {
    const chatModel = holdingModel();
    const quota = openTokenQuota({ perDay, file: join(temporaryFolder(), 'count.json') });
    await start({ pipeline: { chatModel }, app: { tokenQuota: quota } });
    return { chatModel, quota };
  }

  it('let no call of the model past the budget, with 20 at once', async () => {
    const { chatModel, quota } = await startWith(3 * whole + 100);
    const ask = () => fetch(`${api.url}/api/chat`, asJson({ question }));
    const refused: number[] = [];
    const replies = Array.from({ length: 20 }, async () => {
      const { status } = await ask();
      if (status === 429) refused.push(status);
      return status;
    });
    await untilTrue(() => refused.length === 17 && chatModel.begun === 3);
    chatModel.letGo();
    expect(countOf(await Promise.all(replies), 200)).toBe(3);
    expect([chatModel.begun, quota.used]).toEqual([3, 330]);
    // What was set aside and not taken is there again.
    expect([(await ask()).status, (await ask()).status]).toEqual([200, 200]);
    expect(chatModel.begun).toBe(5);
  });

  it('are told of where they do not suffice, by every protocol, and quoting goes on', async () => {
    const { chatModel } = await startWith(whole - 1);
    const refused = await fetch(
      `${api.url}/api/chat`,
      asJson({ question, conversation: 'new', stream: true }),
    );
    expect(refused.status).toBe(429);
    const seconds = Number(refused.headers.get('retry-after'));
    const midnight = (86_400_000 - (Date.now() % 86_400_000)) / 1_000;
    expect(Math.abs(seconds - midnight)).toBeLessThan(5);
    expect(await refused.json()).toMatchObject({
      error: { code: 'quota-exceeded', message: expect.stringContaining('"extractive"') },
    });
    const messages = [{ role: 'user', content: question }];
    const there = await fetch(
      `${api.url}/v1/chat/completions`,
      asJson({ model: 'groundwork', messages }),
    );
    expect(there.status).toBe(429);
    openaiErrorSchema.parse(await there.json());
    const quoted = await fetch(`${api.url}/api/chat`, asJson({ question, answers: 'extractive' }));
    expect(await quoted.json()).toMatchObject({ answer: { status: 'answered' } });
    expect(chatModel.begun).toBe(0);
  });
});

describe('bodies and heads', () => {
  it('refuses a body that is nested too deep, wherever bodies are read', async () => {
    await start({ app: { apiKey } });
    const deep = '['.repeat(45_000) + ']'.repeat(45_000);
    const part = `{"type":"text","text":"${question}","x":${deep}}`;
    const bodies = [
      deep,
      '['.repeat(90_000),
      `{"messages":[{"role":"user","parts":[${part}]}]}`,
      `{"model":"groundwork","messages":[{"role":"user","content":[${part}]}]}`,
      `{"question":"${question}","conversation":${deep}}`,
    ];
    const routes = [
      ['POST', '/api/chat'],
      ['POST', '/v1/chat/completions'],
      ['POST', '/api/session'],
      ['POST', '/api/keys'],
      ['PATCH', '/api/conversations/none'],
      ['POST', '/mcp'],
    ] as const;
    for (const [method, path] of routes) {
      for (const body of bodies) {
        const headers = {
          'content-type': 'application/json',
          accept: 'application/json, text/event-stream',
        };
        const reply = await fetch(`${api.url}${path}`, { method, body, headers });
        expect([path, [400, 413].includes(reply.status)]).toEqual([path, true]);
        await reply.text();
      }
    }
  });

  it('sees the header of a proxy however many stand before it', async () => {
    await start({ app: { apiKey } });
    const { port } = new URL(api.url);
    const filling = Array.from({ length: 2_500 }, () => 'a:\r\n').join('');
    const reply = await new Promise<string>((resolve, reject) => {
      let text = '';
      const socket = connect(Number(port), '127.0.0.1', () => {
        socket.write(
          `GET /api/settings HTTP/1.1\r\nHost: localhost\r\n${filling}X-Forwarded-For: 6.6.6.6\r\nConnection: close\r\n\r\n`,
        );
      });
      socket.on('data', (piece) => {
        text += piece;
      });
      socket.on('close', () => resolve(text));
      socket.on('error', reject);
    });
    expect(reply.split('\r\n')[0]).toBe('HTTP/1.1 401 Unauthorized');
  });
});
