/**
 * Fifty marked words are pushed through a real server by every way that something private can come
 * in. None may turn up in what it logs or counts; keys in no reply, what a provider says neither.
 */
import { randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { request as requestRaw } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'libsql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type StartedGroundwork, startGroundwork } from '../../scripts/started-groundwork.ts';
import { createObservation } from '../../src/observe/observation.ts';
import {
  beginStream,
  type ChatFault,
  type ChatServer,
  type ChatServerRequest,
  chunkOf,
  sendEvent,
  sendJson,
  startChatServer,
} from '../fakes/chat-server.ts';
import { startApi } from '../fakes/running-api.ts';

/** `private`: in no log and no metric. `secret`: nor in any reply but the one that hands it out. */
type Kind = 'private' | 'secret';

interface Canary {
  readonly name: string;
  readonly value: string;
  readonly kind: Kind;
}

interface Reply {
  readonly status: number;
  /** Headers and body. */
  readonly text: string;
}

/** Letters and digits only, so that no encoding of an address or of JSON changes them. */
function newWord(): string {
  return `canary${randomBytes(9).toString('hex')}`;
}

/** Makes canaries and knows them all. */
function createAviary() {
  const canaries: Canary[] = [];
  const known = new Map<string, string>();
  const add = (kind: Kind) => (name: string, value?: string) => {
    const before = known.get(name);
    if (before !== undefined) return before;
    const made = value ?? newWord();
    known.set(name, made);
    canaries.push({ name, value: made, kind });
    return made;
  };
  return { canaries, word: add('private'), secret: add('secret') };
}

function namesIn(text: string, canaries: readonly Canary[]): string[] {
  const lower = text.toLowerCase();
  return canaries
    .filter(({ value }) => lower.includes(value.toLowerCase()))
    .map(({ name }) => name);
}

const traces = {
  stack: /\n\s+at .+:\d+:\d+/,
  'absolute path': /(?:\/(?:root|home|work|tmp|usr|var)\/[\w.-]+\/|[A-Z]:\\\\)/,
  'key-like word': /\b(?:sk|gw)[-_][\w-]{16,}/,
};

/** What an error reply may never hold, by name. */
function tracesIn(text: string): string[] {
  return Object.entries(traces)
    .filter(([, pattern]) => pattern.test(text))
    .map(([name]) => name);
}

/** Express and others print more, or less, by it. */
const forms = [
  ['json', 'production'],
  ['json', 'development'],
  ['text', 'production'],
  ['text', ''],
] as const;

describe.each(forms)('a server with LOG=%s and NODE_ENV="%s"', (format, environment) => {
  const { canaries, word, secret } = createAviary();
  const replies: { readonly push: string; readonly reply: Reply }[] = [];
  let model: ChatServer;
  let server: StartedGroundwork;
  let folder: string;
  let said = '';

  const call = async (
    push: string,
    path: string,
    init: RequestInit & { readonly as?: 'stranger' } = {},
  ): Promise<Reply> => {
    const { as, ...plain } = init;
    const headers = new Headers(plain.headers);
    // A forwarded request is nobody's on this machine, and needs a key.
    if (as === 'stranger') headers.set('via', '1.1 proxy');
    const response = await fetch(`${server.url}${path}`, { ...plain, headers });
    const fields = [...response.headers].map(([name, value]) => `${name}: ${value}`).join('\n');
    const reply = { status: response.status, text: `${fields}\n\n${await response.text()}` };
    replies.push({ push, reply });
    return reply;
  };
  const post = (push: string, path: string, body: unknown, headers: Record<string, string> = {}) =>
    call(push, path, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    });
  const rpc = (name: string, given: object) =>
    post(
      `mcp ${name}`,
      '/mcp',
      { jsonrpc: '2.0', id: 1, method: 'tools/call', params: { name, arguments: given } },
      { accept: 'application/json, text/event-stream' },
    );

  /** Cites the passage that stands first, and lets a word of its own follow. */
  const answerFirst = (request: ChatServerRequest): string => {
    const prompt = String(request.messages.at(-1)?.content);
    const [, id, text] = /\[\[\w+ (\w+)\]\][^\n]*\n([\s\S]*?)\n\[\[/.exec(prompt) ?? [];
    if (text === undefined) return `What is the pellucid lamp ${word('standalone question')}?`;
    const sentence =
      text
        .replace(/^#.*$/gm, '')
        .trim()
        .split(/(?<=\.)\s/)[0] ?? '';
    return `${sentence} <cite id="${id}">${sentence}</cite> And ${word('reply of the model')} shines.`;
  };

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'groundwork-canaries-'));
    const corpus = join(folder, 'corpus');
    mkdirSync(corpus);
    const answered = ['chat', 'stream', 'stored', 'v1', 'v1 stream', 'mcp'].map((by) =>
      word(`question by ${by}`),
    );
    writeFileSync(
      join(corpus, `${word('file name')}.md`),
      [
        '---',
        `topic: ${word('front matter')}`,
        '---',
        `# The pellucid lamp ${word('document title')}`,
        '',
        `The pellucid lamp glows because its ${word('document text')} oxidises slowly in warm oil.`,
        '',
        `## Kinds of lamp ${word('heading')}`,
        '',
        `Lamps are called ${answered.join(', ')} by the people of the coast.`,
      ].join('\n'),
    );
    writeFileSync(
      join(corpus, `${word('unreadable file name')}.md`),
      Uint8Array.of(0xff, 0xfe, 0xc3),
    );
    writeFileSync(join(corpus, '.groundworkignore'), `${word('ignored file name')}*\n`);
    model = await startChatServer({ reply: answerFirst });
    server = await startGroundwork({
      settings: {
        LOG: format,
        NODE_ENV: environment,
        DATA_DIR: join(folder, 'index'),
        CORPUS_DIR: corpus,
        EMBEDDINGS: 'none',
        API_KEY: secret('API_KEY'),
        OPENAI_API_KEY: secret('OPENAI_API_KEY'),
        OPENAI_BASE_URL: model.url,
        OPENAI_MODEL: 'scripted',
      },
      hear: (text) => {
        said += text;
      },
    });
  }, 120_000);

  afterAll(async () => {
    await server?.stop();
    await model?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it('answers, refuses and fails without telling what it was given', async () => {
    await answerQuestions();
    await refuseCallers();
    await readLibrary();
    await changeSettings();
    await meetFaults();
    await breakInside();
    const metrics = await call('metrics', '/metrics');
    await server.stop();

    // Everything arrived: else there would be nothing to find.
    const statuses = new Set(replies.map(({ reply }) => reply.status));
    expect([...statuses]).toEqual(
      expect.arrayContaining([200, 201, 204, 400, 401, 403, 404, 413, 500, 502]),
    );
    expect(metrics.text).toMatch(
      /groundwork_answers_total\{writer="generative",outcome="answered"\} [1-9]/,
    );
    const prompts = JSON.stringify(model.requests);
    expect(namesIn(prompts, canaries)).toEqual(
      expect.arrayContaining(['document text', 'question by chat', 'earlier question']),
    );
    expect(canaries.length).toBeGreaterThanOrEqual(50);
    expect(said).toContain('Groundwork listens on');
    expect(said).toMatch(/SqliteError.*src\/conversations\/[\w-]+\.ts:\d+/);

    expect(namesIn(said, canaries)).toEqual([]);
    expect(namesIn(metrics.text, canaries)).toEqual([]);
    const secrets = canaries.filter(({ kind }) => kind === 'secret');
    const told = replies
      .filter(({ push }) => push !== 'hands out')
      .flatMap(({ push, reply }) =>
        namesIn(reply.text, secrets).map((name) => `${name} in ${push}`),
      );
    expect(told).toEqual([]);
    const errors = replies.filter(({ reply }) => reply.status >= 400);
    expect(errors.flatMap(({ reply }) => tracesIn(reply.text))).toEqual([]);

    const n = canaries.length;
    const bound = (100 * 3) / n;
    console.info(
      `LOG=${format}, NODE_ENV="${environment}": 0 of ${n} canaries found in log and metrics (below ${bound.toFixed(1)} % at 95 %); 0 of ${secrets.length} secrets in ${replies.length} replies; 0 traces in ${errors.length} error replies`,
    );
  }, 60_000);

  async function answerQuestions(): Promise<void> {
    const ask = 'Why does the pellucid lamp glow';
    await post('chat', '/api/chat', { question: `${ask}, ${word('question by chat')}?` });
    await post(
      'chat stream',
      '/api/chat',
      { question: `${ask}, ${word('question by stream')}?` },
      { accept: 'text/event-stream' },
    );
    const stored = await post('stored', '/api/chat', {
      question: `${ask}, ${word('question by stored')}?`,
      conversation: 'new',
    });
    const id = /"conversationId":"([^"]+)"/.exec(stored.text)?.[1] ?? '';
    await call('rename', `/api/conversations/${id}`, {
      method: 'PATCH',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ title: word('conversation title') }),
    });
    await call('export', `/api/conversations/${id}/export?format=markdown`);
    await call('search conversations', `/api/conversations?q=${word('conversation search')}`);
    await post('history', '/api/chat', {
      question: `And how is it lit, ${word('question with history')}?`,
      history: [
        { role: 'user', text: `What is a lamp, ${word('earlier question')}?` },
        { role: 'assistant', text: `It is ${word('earlier answer')}.` },
      ],
    });
    const messages = [
      { role: 'system', content: `You are ${word('system message')}.` },
      { role: 'user', content: `${ask}, ${word('question by v1')}?` },
    ];
    await post('v1', '/v1/chat/completions', { model: 'groundwork', messages });
    await post('v1 stream', '/v1/chat/completions', {
      model: 'groundwork',
      stream: true,
      messages: [{ role: 'user', content: `${ask}, ${word('question by v1 stream')}?` }],
    });
    await rpc('ask', { question: `${ask}, ${word('question by mcp')}?` });
    await rpc('search', { query: word('mcp search') });
    await rpc('fetch', { id: word('mcp id') });
    await rpc(word('mcp tool'), {});
    await post('declined', '/api/chat', {
      question: `Who won the cup of ${word('declined question')}?`,
    });
  }

  async function refuseCallers(): Promise<void> {
    const key = secret('API_KEY');
    const asKey = (name: string, value: string): RequestInit & { as: 'stranger' } => ({
      as: 'stranger',
      headers: { [name]: value },
    });
    const documents = '/api/documents';
    await call('right key', documents, asKey('authorization', `Bearer ${key}`));
    await call('right key', documents, asKey('x-api-key', key));
    const session = await post('hands out', '/api/session', { key });
    const token = /groundwork_session=([^;]+)/.exec(session.text)?.[1];
    if (token) {
      secret('session token', token);
      await call('session', documents, asKey('cookie', `groundwork_session=${token}`));
    }
    const made = await post('hands out', '/api/keys', {
      name: word('name of a key'),
      scope: 'read',
    });
    const madeKey = /gw_[\w-]{20,}/.exec(made.text)?.[0] ?? '';
    secret('made key', madeKey);
    await call('made key', documents, asKey('authorization', `Bearer ${madeKey}`));
    await call('scope too small', '/api/settings', asKey('authorization', `Bearer ${madeKey}`));
    await call('no key', documents, { as: 'stranger' });
    await call('wrong', documents, asKey('authorization', `Bearer ${secret('wrong bearer')}`));
    await call('wrong', documents, asKey('authorization', `Basic ${secret('wrong basic')}`));
    await call('wrong', documents, asKey('x-api-key', secret('wrong x-api-key')));
    await call('wrong', documents, asKey('cookie', `groundwork_session=${secret('wrong cookie')}`));
    for (const name of ['key', 'api_key', 'access_token']) {
      await call('wrong', `${documents}?${name}=${secret(`query ${name}`)}`, { as: 'stranger' });
    }
    await post('wrong', '/api/session', { key: secret('wrong session key') });
    await post('wrong', '/v1/chat/completions', '{}', {
      authorization: `Bearer ${secret('wrong v1 key')}`,
      via: '1.1 proxy',
    });
    await call('headers', '/health', {
      headers: {
        'user-agent': word('user agent'),
        referer: `http://localhost/${word('referer')}`,
        'x-request-id': word('request id'),
        'x-forwarded-for': word('forwarded for'),
        'x-anything': word('other header'),
      },
    });
    await call('origin', documents, { headers: { origin: `http://${word('origin')}.test` } });
    await sendWithHost(`${word('host')}.test`);
    await call('path', `/api/${word('unknown path')}?x=${word('query string')}`);
    await call('page', `/${word('page path')}`, { headers: { accept: 'text/html' } });
    await call('asset', `/assets/${word('asset path')}.js`);
    await call('conversation', `/api/conversations/${word('unknown conversation')}`);
    await call('encoding', `/api/documents/%ff${word('broken encoding')}`);
    await post('question', '/api/chat', { question: word('long question').repeat(200) });
    await post('json', '/api/chat', `{"question": "${word('broken json')}`);
    await post('field', '/api/chat', { question: 1, [word('unknown field')]: 1 });
    await post('type', '/api/chat', 'x', { 'content-type': `text/${word('content type')}` });
    await post('large', '/api/chat', { question: `${word('large body')} `.repeat(60_000) });
    await post('model', '/v1/chat/completions', {
      model: word('unknown model'),
      messages: [{ role: 'user', content: 'Why?' }],
    });
  }

  /** `fetch` lets nobody set Host. */
  function sendWithHost(host: string): Promise<void> {
    return new Promise((resolve, reject) => {
      requestRaw(`${server.url}/api/documents`, { headers: { host } }, (response) => {
        response.resume().on('end', () => resolve());
      })
        .on('error', reject)
        .end();
    });
  }

  async function readLibrary(): Promise<void> {
    await call('search', `/api/search?q=${word('search query')}`);
    const documents = await call('documents', '/api/documents');
    const id = /"documents":\[\{"id":"(\w+)"/.exec(documents.text)?.[1] ?? '';
    await call('document', `/api/documents/${id}`);
    await call('unknown document', `/api/documents/${word('unknown document')}`);
    await call('suggestions', '/api/suggestions?count=3');
    await call('bad count', `/api/suggestions?count=${word('bad count')}`);
  }

  async function changeSettings(): Promise<void> {
    const put = (body: object) =>
      call('settings', '/api/settings', {
        method: 'PUT',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      });
    // It goes to an embedding server only, which nobody asks here.
    await put({ changes: { OPENAI_EMBEDDING_MODEL: word('embedding model') } });
    await put({ changes: { OPENAI_EMBEDDING_API_KEY: secret('key set on the page') } });
    await put({ changes: { [word('unknown setting')]: 'x' } });
    await put({ changes: { ANSWERS: word('wrong setting') } });
    await post('settings test', '/api/settings/test', {
      changes: { OPENAI_EMBEDDING_API_KEY: secret('key tried on the page') },
    });
  }

  async function meetFaults(): Promise<void> {
    const echo = ({ messages }: ChatServerRequest) => ({
      error: {
        message: `Key ${secret('OPENAI_API_KEY')} and ${secret('words of the provider')}: ${JSON.stringify(messages)}`,
        code: secret('code of the provider'),
        type: secret('type of the provider'),
      },
    });
    const faults: Readonly<Record<string, ChatFault>> = {
      refuses: (response, request) => sendJson(response, echo(request), 401),
      'is broken': (response, request) => sendJson(response, echo(request), 400),
      'sends HTML': (response) => {
        response.writeHead(200, {
          'content-type': 'text/html',
          'x-provider': secret('header of the provider'),
        });
        response.end(`<p>${secret('page of the provider')}</p>`);
      },
      'fails within': (response, request) => {
        beginStream(response);
        sendEvent(response, chunkOf({ role: 'assistant', content: 'It ' }));
        sendEvent(response, echo(request));
        response.end();
      },
      'sends half an event': (response) => {
        beginStream(response);
        response.end(`data: {"choices": [${secret('half event of the provider')}\n\n`);
      },
    };
    const question = 'Why does the pellucid lamp glow?';
    for (const [name, fault] of Object.entries(faults)) {
      model.fault = fault;
      await post(`provider ${name}`, '/api/chat', { question });
      await post(`provider ${name}`, '/api/chat', { question }, { accept: 'text/event-stream' });
      await post(`provider ${name}`, '/v1/chat/completions', {
        model: 'groundwork',
        stream: true,
        messages: [{ role: 'user', content: question }],
      });
      await rpc('ask', { question });
    }
    model.fault = undefined;
  }

  /** Its database is taken away while it runs. */
  async function breakInside(): Promise<void> {
    const database = new Database(join(folder, 'index', 'conversations.sqlite'));
    database.exec('ALTER TABLE turns RENAME TO gone');
    database.close();
    const question = `Why does it break, ${word('question that breaks')}?`;
    await post('broken inside', '/api/chat', { question, conversation: 'new' });
    await post('broken inside', '/api/chat', { question, conversation: 'new', stream: true });
    await call('broken inside', `/api/conversations?q=${word('search that breaks')}`);
  }
});

describe.each(['json', 'text'] as const)('an error inside with LOG=%s', (format) => {
  it('is logged by its class and place, without its words', async () => {
    const { canaries, word } = createAviary();
    const lines: string[] = [];
    const observation = createObservation(
      { isReady: () => false, documents: async () => [] },
      { format, print: (line) => lines.push(line), printError: (line) => lines.push(line) },
    );
    const failing = () => {
      const error = new TypeError(
        `${word('message')}\n    at ${word('frame')} (${process.cwd()}/src/${word('file')}.ts:1:1)`,
        { cause: new Error(word('cause')) },
      );
      error.name = word('name');
      return Object.assign(error, { code: word('code'), question: word('field') });
    };
    const api = await startApi({
      environment: { EMBEDDINGS: 'none' },
      app: {
        observation,
        preparing: () => {
          throw failing();
        },
        page: {
          folder: '/nowhere',
          missing: () => {
            throw failing();
          },
        },
      },
      pipeline: {
        chatModel: {
          name: 'broken',
          // biome-ignore lint/correctness/useYield: it fails before it has anything to give
          stream: async function* () {
            throw failing();
          },
        },
      },
    });
    const ask = (body: object, path = '/api/chat') =>
      fetch(`${api.url}${path}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      });
    const question = 'Why are attention scores scaled?';
    const page = await fetch(`${api.url}/any`, { headers: { accept: 'text/html' } });
    const completion = await ask(
      { model: 'groundwork', messages: [{ role: 'user', content: question }] },
      '/v1/chat/completions',
    );
    const answer = await ask({ question });
    const told = [await page.text(), await answer.text(), await completion.text()].join('\n');
    const metrics = await (await fetch(`${api.url}/metrics`)).text();
    await api.stop();

    expect(page.status).toBe(500);
    expect(metrics).toMatch(/groundwork_errors_total\{during="request"\} [1-9]/);
    const log = lines.join('\n');
    expect(log).toContain('TypeError');
    expect(namesIn(`${log}\n${told}\n${metrics}`, canaries)).toEqual([]);
    expect(tracesIn(told)).toEqual([]);
    expect(canaries.length).toBe(7);
  });
});

describe('the search for canaries', () => {
  it('finds each of them, in an address and in JSON', () => {
    const { canaries, word, secret } = createAviary();
    word('one');
    secret('two');
    const line = JSON.stringify({
      url: `/x?q=${encodeURIComponent(word('one'))}`,
      key: secret('two'),
    });
    expect(namesIn(line, canaries)).toEqual(['one', 'two']);
    expect(tracesIn('Error\n    at run (/root/groundwork/src/cli.ts:1:2)')).toEqual([
      'stack',
      'absolute path',
    ]);
  });
});
