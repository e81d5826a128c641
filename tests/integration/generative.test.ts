import { afterEach, describe, expect, it } from 'vitest';
import { chatResponseSchema } from '../../src/serve/contract.ts';
import {
  beginStream,
  type ChatFault,
  type ChatServer,
  type ChatServerOptions,
  type ChatServerRequest,
  chunkOf,
  sendEvent,
  sendJson,
  startChatServer,
} from '../fakes/chat-server.ts';
import { type RunningApi, startApi } from '../fakes/running-api.ts';

let model: ChatServer;
let api: RunningApi;

async function start(reply: ChatServerOptions['reply'], environment: Record<string, string> = {}) {
  model = await startChatServer({ reply });
  api = await startApi({
    environment: { OPENAI_BASE_URL: model.url, OPENAI_MODEL: 'scripted', ...environment },
  });
}

afterEach(async () => {
  await api.stop();
  await model.close();
  expect(api.unexpected).toEqual([]);
});

const post = (body: object) =>
  fetch(`${api.url}/api/chat`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
const ask = async (question: string, more: object = {}) =>
  chatResponseSchema.parse(await (await post({ question, ...more })).json());

const followUpTo = [
  { role: 'user', text: 'What is a variational autoencoder?' },
  { role: 'assistant', text: 'A generative model.' },
];

/** The user's message of a request: it holds the passages and the question. */
const promptOf = ({ messages }: ChatServerRequest) => String(messages.at(-1)?.content);

/** Quotes, from the passage that a prompt shows first, its first long sentence. */
function citeFirst(request: ChatServerRequest): string {
  const [, id, text] = /\[\[\w+ (\w+)\]\][^\n]*\n([\s\S]*?)\n\[\[/.exec(promptOf(request)) ?? [];
  const sentence = text!
    .replace(/^#.*$/gm, '')
    .trim()
    .split(/(?<=\.)\s/)[0]!;
  const quote = sentence.split(' ').slice(0, 12).join(' ');
  return `${sentence} <cite id="${id}">${quote}</cite>`;
}

describe('answers of a model', () => {
  it('are written from the passages, each sentence checked, the model and its use in the trace', async () => {
    await start(citeFirst);
    const { answer, mode, trace } = await ask('Why are attention scores scaled?');
    expect(answer.status).toBe('answered');
    expect(answer.statements[0]?.support).toBe('supported');
    const [citation] = answer.citations;
    expect(citation?.status).toBe('verified');
    const { text } = await api.pipeline.document(citation!.documentId);
    expect(text.slice(citation!.start, citation!.end)).toBe(citation!.quote);
    expect(mode).toMatchObject({ answers: 'generative', model: 'scripted' });
    const written = trace.steps.find(({ name }) => name === 'generate')?.outputs;
    expect(written).toMatchObject({
      model: 'scripted',
      usage: { inputTokens: 100, outputTokens: 20 },
      // Of a model whose price is not listed.
      costUsd: null,
      quotes: { found: 1, repaired: 0, failed: 0 },
    });
  });

  it('are not asked for where the notes do not hold the answer: the gate comes first', async () => {
    await start('It was France.');
    const { answer } = await ask('Who won the 2018 World Cup?');
    expect(answer.status).toBe('declined');
    expect(model.requests).toHaveLength(0);
  });

  it('may decline by themselves', async () => {
    await start('<decline/>');
    const { answer } = await ask('How does LoRA save memory?');
    expect(answer).toMatchObject({ status: 'declined', statements: [], citations: [] });
    expect(answer.nearestTopics?.length).toBeGreaterThan(0);
  });

  it('flag what is not quoted from the notes', async () => {
    await start(
      (request) =>
        `${citeFirst(request)} LoRA was invented on the moon by nine cats in 1911. <cite id="zz9z">on the moon by nine cats</cite>`,
      {},
    );
    const { answer } = await ask('How does LoRA save memory?');
    expect(answer.statements.map(({ support }) => support)).toEqual(['supported', 'unsupported']);
    expect(answer.citations.map(({ status }) => status)).toEqual(['verified']);
  });

  it('stream sentence by sentence in the order of the text', async () => {
    await start((request) => `${citeFirst(request)}\n\n${citeFirst(request)}`);
    const response = await post({ question: 'How does LoRA save memory?', stream: true });
    const events = (await response.text())
      .split('\n\n')
      .filter((event) => event.startsWith('data: {'))
      .map((event) => JSON.parse(event.slice(6)) as { type: string; delta?: string });
    const types = events.map(({ type }) => type);
    expect(types.filter((type) => type === 'finish' || type === 'error')).toEqual(['finish']);
    const heard = types.filter((type) => type === 'data-citation' || type === 'text-delta');
    expect(heard).toEqual(['data-citation', 'text-delta', 'text-delta']);
    const turn = events.find(({ type }) => type === 'data-turn') as unknown as {
      data: { result: { answer: { text: string } } };
    };
    const text = events
      .filter(({ type }) => type === 'text-delta')
      .map(({ delta }) => delta)
      .join('');
    expect(text).toBe(turn.data.result.answer.text);
  });

  it('fail in one sentence that says what to do, and quoting still works', async () => {
    await start('never');
    model.fault = (response) => {
      response.writeHead(401, { 'content-type': 'application/json' });
      response.end('{"error":{"message":"no"}}');
    };
    const failed = await post({ question: 'How does LoRA save memory?' });
    expect(failed.status).toBe(502);
    expect(await failed.json()).toMatchObject({
      error: { message: 'The provider refuses the key; check OPENAI_API_KEY.' },
    });
    const quoted = await ask('How does LoRA save memory?', { answers: 'extractive' });
    expect(quoted.mode.answers).toBe('extractive');
    expect(quoted.answer.status).toBe('answered');
  });

  it('search a follow-up as the question that the model makes of it, and show that', async () => {
    await start((request) =>
      promptOf(request).startsWith('Conversation')
        ? 'Why are the samples of a variational autoencoder blurry?'
        : citeFirst(request),
    );
    const { trace, passages } = await ask('Why are they blurry?', { history: followUpTo });
    expect(trace.steps[0]).toMatchObject({
      name: 'standalone',
      inputs: { question: 'Why are they blurry?' },
      outputs: { by: 'model', question: expect.stringContaining('autoencoder') },
    });
    expect(passages[0]?.uri).toMatch(/variational/);
  });

  it('fall back to the heuristic where the model gives no question', async () => {
    await start((request) =>
      promptOf(request).startsWith('Conversation')
        ? 'Here are two:\n1. a\n2. b'
        : citeFirst(request),
    );
    const { trace } = await ask('Why are they blurry?', { history: followUpTo });
    expect(trace.steps[0]?.outputs).toMatchObject({ by: 'heuristic' });
    expect(trace.steps[1]?.outputs['joinedWith']).toBeTruthy();
  });

  it('fall back to the heuristic where the question is cut at its limit', async () => {
    await start('never');
    model.fault = (response, request) => {
      const rewrites = promptOf(request).startsWith('Conversation');
      beginStream(response);
      const content = rewrites ? 'Why are the samples of a var' : citeFirst(request);
      sendEvent(response, chunkOf({ role: 'assistant', content }));
      sendEvent(response, chunkOf({}, rewrites ? 'length' : 'stop'));
      sendEvent(response, '[DONE]');
      response.end();
    };
    const { trace, answer } = await ask('Why are they blurry?', { history: followUpTo });
    expect(trace.steps[0]?.outputs).toMatchObject({
      by: 'heuristic',
      question: 'Why are they blurry?',
    });
    expect(trace.steps[1]?.outputs['joinedWith']).toBe('What is a variational autoencoder?');
    expect(answer.status).toBe('answered');
  });
});

describe('a provider that fails in the middle of a stream', () => {
  const begun =
    (then: (response: Parameters<ChatFault>[0]) => void): ChatFault =>
    (response) => {
      beginStream(response);
      sendEvent(response, chunkOf({ role: 'assistant', content: 'LoRA saves memory. <cite ' }));
      then(response);
    };
  const refuse =
    (status: number): ChatFault =>
    (response) =>
      sendJson(response, { error: { message: 'sk-secret in the words of the provider' } }, status);
  const faults: readonly (readonly [string, ChatFault])[] = [
    ['refuses the key', refuse(401)],
    ['is not found', refuse(404)],
    ['fails', refuse(500)],
    ['cuts', begun((response) => void setTimeout(() => response.destroy(), 20))],
    ['ends early', begun((response) => response.end())],
    [
      'says [DONE] too early',
      begun((response) => {
        sendEvent(response, '[DONE]');
        response.end();
      }),
    ],
    ['sends a page', (response) => void response.end('<html></html>')],
    [
      'sends an error',
      begun((response) => {
        sendEvent(response, { error: {} });
        response.end();
      }),
    ],
  ];

  it.each(faults)(
    '%s: one terminal event, in our words',
    async (_, fault) => {
      await start('never');
      model.fault = fault;
      const response = await post({ question: 'How does LoRA save memory?', stream: true });
      const text = await response.text();
      const events = text.split('\n\n').filter((event) => event.startsWith('data: '));
      const types = events
        .slice(0, -1)
        .map((event) => (JSON.parse(event.slice(6)) as { type: string }).type);
      expect(types.filter((type) => type === 'finish' || type === 'error')).toEqual(['error']);
      expect(types.at(-1)).toBe('error');
      expect(events.at(-1)).toBe('data: [DONE]');
      expect(text).not.toContain('sk-secret');
    },
    20_000,
  );
});

describe('other clients of a model that invents', () => {
  it('are told in words what is in doubt, and get no source that was not found', async () => {
    await start(
      (request) =>
        `${citeFirst(request)} Dolphins eat rockets on Mars daily. <cite id="zz9z">dolphins eat rockets</cite>`,
    );
    const asked = (stream: boolean) =>
      fetch(`${api.url}/v1/chat/completions`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({
          model: 'groundwork',
          stream,
          messages: [{ role: 'user', content: 'How does LoRA save memory?' }],
        }),
      });
    const whole = (await (await asked(false)).json()) as {
      choices: [{ message: { content: string; annotations: unknown[] } }];
      citations: string[];
    };
    const { content, annotations } = whole.choices[0].message;
    expect(content).toMatch(
      /Dolphins eat rockets on Mars daily\.[^\n]* \(not supported by the notes\)/,
    );
    expect(whole.citations).toHaveLength(1);
    expect(annotations).toHaveLength(1);
    const streamed = (await (await asked(true)).text())
      .split('\n\n')
      .filter((event) => event.startsWith('data: {'))
      .map((event) => JSON.parse(event.slice(6)) as { choices: [{ delta: { content?: string } }] })
      .map(({ choices }) => choices[0]?.delta.content ?? '')
      .join('');
    expect(streamed).toBe(content);
  });
});

describe('a deep answer', () => {
  const question = 'How does LoRA save memory, and why are attention scores scaled?';
  /** A search for each half, and one for nothing in the notes. */
  const searchThrice = (request: ChatServerRequest) => {
    if (request.tools === undefined) return citeFirst(request);
    const searched = request.messages.filter(({ role }) => role === 'tool').length;
    if (searched > 0) return 'done';
    return {
      toolCalls: [
        { name: 'search_notes', arguments: { query: 'How does LoRA save memory?' } },
        { name: 'search_notes', arguments: { query: 'Why are attention scores scaled?' } },
        { name: 'search_notes', arguments: { query: 'Who won the 2018 World Cup?' } },
      ],
    };
  };
  const answerableOf = ({ steps }: Awaited<ReturnType<typeof ask>>['trace']) =>
    steps
      .filter(({ name, inputs }) => name === 'agent' && 'query' in inputs)
      .map(({ outputs }) => outputs['answerable']);

  it('searches for each part, and writes one answer from what was found', async () => {
    await start(searchThrice);
    const { answer, mode, trace, passages } = await ask(question, { answers: 'deep' });
    expect(mode.answers).toBe('deep');
    expect(answer.status).toBe('answered');
    expect(answerableOf(trace)).toEqual([true, true, false]);
    const plan = trace.steps.find(({ inputs }) => 'plans' in inputs);
    expect(plan?.outputs).toEqual({ searches: 3, stoppedBy: 'done' });
    const uris = new Set(passages.map(({ uri }) => uri));
    expect(uris).toContain('parameter-efficient-fine-tuning.md');
    expect(uris).toContain('attention.md');
    const shown = promptOf(model.requests.at(-1)!).matchAll(/\[\[\w+ (?:[a-z]\d){2,3}\]\]/g);
    expect([...shown].length).toBeGreaterThan(8);
  });

  it('searches chosen sources alone for every part', async () => {
    await start(searchThrice);
    const sources = ['attention.md'];
    const { mode, trace, passages } = await ask(question, { answers: 'deep', sources });
    expect(mode).toMatchObject({ answers: 'deep', sources });
    expect(answerableOf(trace)).toEqual([false, true, false]);
    expect(new Set(passages.map(({ uri }) => uri))).toEqual(new Set(sources));
    expect(model.requests.map(promptOf).join()).not.toContain('parameter-efficient');
  });

  it('ends a model that searches without end', async () => {
    await start((request) =>
      request.tools === undefined
        ? citeFirst(request)
        : { toolCalls: [{ name: 'search_notes', arguments: { query: 'What is LoRA?' } }] },
    );
    const { trace, answer } = await ask('What is LoRA and what is QLoRA?', { answers: 'deep' });
    expect(answer.status).toBe('answered');
    const plan = trace.steps.find(({ inputs }) => 'plans' in inputs);
    expect(plan?.outputs['stoppedBy']).toBe('limit');
    expect(model.requests.length).toBeLessThan(10);
  });

  it('is refused without a model', async () => {
    await start('x', { OPENAI_BASE_URL: '' });
    const response = await post({ question: 'What is LoRA?', answers: 'deep' });
    expect(response.status).toBe(400);
    expect(JSON.stringify(await response.json())).toContain('No language model is configured');
  });
});
