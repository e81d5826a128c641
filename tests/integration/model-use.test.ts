import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { chatResponseSchema } from '../../src/serve/contract.ts';
import {
  beginStream,
  type ChatServer,
  type ChatServerReply,
  type ChatServerRequest,
  chunkOf,
  sendEvent,
  sendJson,
  startChatServer,
  usage,
} from '../fakes/chat-server.ts';
import { type RunningApi, startApi } from '../fakes/running-api.ts';

let model: ChatServer;
let api: RunningApi;
let reply: (request: ChatServerRequest) => ChatServerReply | Promise<ChatServerReply>;

beforeAll(async () => {
  model = await startChatServer({
    reply: (request) => reply(request),
    models: ['gpt-4.1-mini'],
    chunkChars: 60,
    delayMs: 20,
  });
  api = await startApi({
    environment: {
      OPENAI_BASE_URL: model.url,
      OPENAI_MODEL: 'gpt-4.1-mini',
      EMBEDDINGS: 'none',
    },
  });
});

beforeEach(() => {
  model.fault = undefined;
  model.requests.length = 0;
});

afterAll(async () => {
  await api.stop();
  await model.close();
  expect(api.unexpected).toEqual([]);
});

const post = (path: string, body: object, signal: AbortSignal | null = null) =>
  fetch(api.url + path, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
    signal,
  });
const ask = async (question: string, more: object = {}) =>
  chatResponseSchema.parse(await (await post('/api/chat', { question, ...more })).json());

const history = [
  { role: 'user', text: 'What is a variational autoencoder?' },
  { role: 'assistant', text: 'A generative model.' },
];
const search = { name: 'search_notes', arguments: { query: 'Why are VAE samples blurry?' } };
const sentence = 'Everything is as the notes have it.';
const isRewrite = ({ messages }: ChatServerRequest) =>
  String(messages.at(-1)?.content).startsWith('Conversation');
const isRepair = ({ messages }: ChatServerRequest) =>
  String(messages[0]?.content).includes('wrongly');

type Trace = Awaited<ReturnType<typeof ask>>['trace'];

/** Each step that tells a use, with what it tells. */
function toldIn({ steps }: Trace) {
  return steps.flatMap(({ name, outputs }) =>
    'usage' in outputs || 'costUsd' in outputs
      ? [{ name, usage: outputs['usage'], costUsd: outputs['costUsd'] }]
      : [],
  );
}

/** What the server counts for so many calls, at 0.4 and 1.6 dollars for a million tokens. */
const useOf = (calls: number) => ({
  usage: { inputTokens: 100 * calls, outputTokens: 20 * calls },
  costUsd: expect.closeTo((calls * (100 * 0.4 + 20 * 1.6)) / 1e6, 12),
});

describe('the use of a model', () => {
  it('is the sum of the rewriting, the agent, the writing and the repair, told once', async () => {
    reply = (request) => {
      if (isRewrite(request)) return 'Why are the samples of a variational autoencoder blurry?';
      if (isRepair(request)) return '1: <cite id="zz9z">still nowhere</cite>';
      if (request.tools === undefined) return `${sentence} <cite id="zz9z">as the notes</cite>`;
      const searched = request.messages.some(({ role }) => role === 'tool');
      return searched ? 'done' : { toolCalls: [search] };
    };
    const { trace } = await ask('Why are they blurry?', { history, answers: 'deep' });
    expect(model.requests).toHaveLength(5);
    expect(toldIn(trace)).toEqual([{ name: 'generate', ...useOf(5) }]);
  });

  it('counts the calls of an agent that was stopped', async () => {
    reply = ({ tools }) => (tools === undefined ? sentence : { toolCalls: [search] });
    const { trace } = await ask('What is LoRA and what is QLoRA?', { answers: 'deep' });
    expect(trace.steps.find(({ inputs }) => 'plans' in inputs)?.outputs['stoppedBy']).toBe('limit');
    expect(model.requests.length).toBeGreaterThan(4);
    expect(toldIn(trace)).toEqual([{ name: 'generate', ...useOf(model.requests.length) }]);
  });

  it('is told where the answer declines before anything is written', async () => {
    reply = (request) => (isRewrite(request) ? 'Who won the 2018 World Cup?' : 'done');
    const deep = await ask('Who won the 2018 World Cup?', { answers: 'deep' });
    expect(deep.answer.status).toBe('declined');
    expect(toldIn(deep.trace)).toEqual([{ name: 'agent', ...useOf(1) }]);
    const followUp = await ask('Who won it?', { history });
    expect(followUp.answer.status).toBe('declined');
    expect(toldIn(followUp.trace)).toEqual([{ name: 'standalone', ...useOf(1) }]);
  });

  it('is not known where one call of several was not counted', async () => {
    model.fault = (response, { tools }) => {
      if (tools !== undefined) {
        const message = { role: 'assistant', content: 'done' };
        return sendJson(response, {
          ...chunkOf({}),
          object: 'chat.completion',
          choices: [{ index: 0, message, finish_reason: 'stop' }],
        });
      }
      beginStream(response);
      sendEvent(response, chunkOf({ role: 'assistant', content: sentence }));
      sendEvent(response, chunkOf({}, 'stop'));
      sendEvent(response, { ...chunkOf({}), choices: [], usage });
      sendEvent(response, '[DONE]');
      response.end();
    };
    const question = 'How does LoRA save memory?';
    expect(toldIn((await ask(question)).trace)).toEqual([{ name: 'generate', ...useOf(1) }]);
    expect(toldIn((await ask(question, { answers: 'deep' })).trace)).toEqual([
      { name: 'generate', usage: null, costUsd: null },
    ]);
  });

  it('is not told of quoted answers', async () => {
    const quoted = await ask('How does LoRA save memory?', { answers: 'extractive' });
    expect(quoted.answer.status).toBe('answered');
    expect(toldIn(quoted.trace)).toEqual([]);
  });
});

describe('an asker who leaves', () => {
  const question = 'How does LoRA save memory?';
  const messages = [{ role: 'user', content: question }];
  const long = () => 'word '.repeat(20_000);
  const never = () => new Promise<string>(() => undefined);

  it.each<readonly [string, string, object, typeof reply]>([
    ['a stream', '/api/chat', { question, stream: true }, long],
    ['a whole answer', '/api/chat', { question }, long],
    ['a model that has not begun', '/api/chat', { question, stream: true }, never],
    ['an agent', '/api/chat', { question, answers: 'deep', stream: true }, never],
    ['a rewriting', '/api/chat', { question: 'Why is it?', history, stream: true }, never],
    ['/v1', '/v1/chat/completions', { model: 'groundwork', messages, stream: true }, long],
  ])(
    'closes the connection to the provider within 250 ms: %s',
    async (_, path, body, says) => {
      reply = says;
      let fastest = Number.POSITIVE_INFINITY;
      // A busy machine may be late with it, but not three times.
      for (let round = 0; round < 3 && fastest >= 250; round += 1) {
        const closed = model.closedAt.length;
        const asker = new AbortController();
        const ended = post(path, body, asker.signal)
          .then((response) => response.text())
          .catch((error: unknown) => error);
        await expect.poll(() => model.open(), { interval: 5, timeout: 10_000 }).toBe(1);
        const left = performance.now();
        asker.abort(new Error('gone'));
        expect(await ended).toMatchObject({ message: 'gone' });
        await expect.poll(() => model.open(), { interval: 5, timeout: 5_000 }).toBe(0);
        expect(model.closedAt).toHaveLength(closed + 1);
        fastest = Math.min(fastest, model.closedAt.at(-1)! - left);
      }
      expect(fastest).toBeLessThan(250);
      const [asked] = model.requests;
      expect(asked && [isRewrite(asked), asked.tools !== undefined]).toEqual([
        'history' in body,
        'answers' in body,
      ]);
    },
    60_000,
  );
});
