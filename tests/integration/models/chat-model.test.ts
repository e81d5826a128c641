import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import type { ChatEnd } from '../../../src/models/contract.ts';
import { createGuardedFetch } from '../../../src/models/guarded-fetch.ts';
import { ModelError, type ModelFault } from '../../../src/models/model-error.ts';
import {
  createOpenAIChatModel,
  type OpenAIChatModelOptions,
} from '../../../src/models/openai-chat-model.ts';
import {
  beginStream,
  type ChatFault,
  type ChatServer,
  chunkOf,
  sendEvent,
  sendJson,
  startChatServer,
} from '../../fakes/chat-server.ts';

const key = 'sk-a-key-that-must-never-be-seen';
const pauses: number[] = [];
let server: ChatServer | undefined;

afterEach(async () => {
  await server?.close();
  server = undefined;
  pauses.length = 0;
});

const modelOf = (baseUrl: string, more: Partial<OpenAIChatModelOptions> = {}) =>
  createOpenAIChatModel({
    model: 'scripted',
    apiKey: key,
    baseUrl,
    timers: { firstByteMs: 400, idleMs: 400, totalMs: 1_500 },
    pause: async (milliseconds) => void pauses.push(milliseconds),
    ...more,
  });

/** The reply to one question, whole. */
async function ask(baseUrl: string, more?: Partial<OpenAIChatModelOptions>, signal?: AbortSignal) {
  const stream = modelOf(baseUrl, more).stream({
    messages: [
      { role: 'system', text: 'Be brief.' },
      { role: 'user', text: 'Why?' },
    ],
    maxOutputTokens: 50,
    signal,
  });
  let text = '';
  let end: ChatEnd;
  for (;;) {
    const next = await stream.next();
    if (next.done) {
      end = next.value;
      break;
    }
    text += next.value;
  }
  return { text, ...end };
}

/** The error of a question to a server with that fault; no trace of the key may be in it. */
async function faultOf(fault: ChatFault, more?: Partial<OpenAIChatModelOptions>) {
  server = await startChatServer({ reply: 'never said' });
  server.fault = fault;
  return errorOf(ask(server.url, more));
}

async function errorOf(asked: Promise<unknown>): Promise<ModelError> {
  const error = await asked.then(
    () => expect.fail('It should have failed.'),
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(ModelError);
  const all: string[] = [];
  for (let one = error; one instanceof Error; one = one.cause) {
    all.push(String(one.stack), JSON.stringify(one));
  }
  expect(all.join('\n')).not.toContain('sk-a-key');
  return error as ModelError;
}

const text =
  (body: string, type = 'text/html', status = 200): ChatFault =>
  (response) => {
    response.writeHead(status, { 'content-type': type });
    response.end(body);
  };
const begun =
  (then: (response: ServerResponse) => void): ChatFault =>
  (response) => {
    beginStream(response);
    sendEvent(response, chunkOf({ role: 'assistant', content: 'It begins' }));
    then(response);
  };
const refusal =
  (status: number, error: object): ChatFault =>
  (response) =>
    sendJson(response, { error }, status);

describe('a chat model', () => {
  it('streams its reply, and says how it ended and what it took', async () => {
    server = await startChatServer({ reply: 'Attention is a weighted average.' });
    expect(await ask(server.url)).toEqual({
      text: 'Attention is a weighted average.',
      finishReason: 'stop',
      usage: { inputTokens: 100, outputTokens: 20 },
    });
    expect(server.requests[0]).toMatchObject({
      model: 'scripted',
      stream: true,
      temperature: 0,
      max_tokens: 50,
      messages: [
        { role: 'system', content: 'Be brief.' },
        { role: 'user', content: 'Why?' },
      ],
    });
    expect(server.authorizations).toEqual([`Bearer ${key}`]);
  });

  it('gives the first piece on while the others are still to come', async () => {
    server = await startChatServer({ reply: 'x' });
    let finish: (() => void) | undefined;
    server.fault = begun((response) => {
      finish = () => {
        sendEvent(response, chunkOf({ content: ' and ends.' }, 'stop'));
        response.end('data: [DONE]\n\n');
      };
    });
    const stream = modelOf(server.url).stream({
      messages: [{ role: 'user', text: 'Why?' }],
      maxOutputTokens: 50,
    });
    expect(await stream.next()).toEqual({ done: false, value: 'It begins' });
    finish?.();
    expect(await stream.next()).toEqual({ done: false, value: ' and ends.' });
    expect(await stream.next()).toMatchObject({ done: true, value: { finishReason: 'stop' } });
  });

  it('reads a server that ignores the wish for a stream', async () => {
    server = await startChatServer({ reply: 'x' });
    server.fault = (response) =>
      sendJson(response, {
        id: '1',
        object: 'chat.completion',
        created: 1,
        model: 'scripted',
        choices: [
          {
            index: 0,
            message: { role: 'assistant', content: 'All at once.' },
            finish_reason: 'stop',
          },
        ],
      });
    expect(await ask(server.url)).toMatchObject({ text: 'All at once.', finishReason: 'stop' });
  });

  /** Refuses requests with any of these fields, in the order given, and says "Fine." to the others. */
  const refusing =
    (...rules: readonly (readonly [field: string, body: object, status?: number])[]): ChatFault =>
    (response, request) => {
      const [, body, status = 400] = rules.find(([field]) => field in request) ?? [];
      if (body !== undefined) return sendJson(response, body, status);
      beginStream(response);
      sendEvent(response, chunkOf({ content: 'Fine.' }));
      sendEvent(response, chunkOf({}, 'stop'));
      sendEvent(response, '[DONE]');
      response.end();
    };
  const { max_tokens: longer, max_completion_tokens: shorter } = {
    max_tokens: {
      error: {
        message:
          "Unsupported parameter: 'max_tokens' is not supported with this model. Use 'max_completion_tokens' instead.",
        code: 'unsupported_parameter',
      },
    },
    max_completion_tokens: {
      object: 'error',
      message: { detail: [{ type: 'extra_forbidden', loc: ['body', 'max_completion_tokens'] }] },
    },
  };
  const fieldsSent = () =>
    server!.requests.map((request) =>
      Object.keys(request)
        .filter((field) => /^temperature|^stream_options|tokens$/.test(field))
        .sort(),
    );

  it.each([
    ['temperature', ['max_tokens', 'stream_options']],
    ['stream_options', ['max_tokens', 'temperature']],
  ])('leaves out %s, and nothing else, where the server refuses it', async (param, left) => {
    server = await startChatServer({ reply: 'x' });
    // The words name another setting: the field is what counts.
    const error = { message: 'Unsupported value, unlike max_tokens', param };
    server.fault = refusing([param, { error }]);
    expect((await ask(server.url)).text).toBe('Fine.');
    expect(fieldsSent()).toEqual([['max_tokens', 'stream_options', 'temperature'], left]);
  });

  it.each([
    ['scripted', 'max_tokens', longer, 400, 'max_completion_tokens'],
    ['gpt-5-mini', 'max_completion_tokens', shorter, 422, 'max_tokens'],
    ['o3', 'max_completion_tokens', shorter, 422, 'max_tokens'],
  ])(
    'says the limit of %s otherwise where %s is refused',
    async (model, first, body, status, then) => {
      server = await startChatServer({ reply: 'x' });
      server.fault = refusing([first, body, status]);
      expect((await ask(server.url, { model })).text).toBe('Fine.');
      expect(server.requests).toHaveLength(2);
      expect(server.requests[0]).toMatchObject({ [first]: 50 });
      expect(server.requests[1]).toMatchObject({ [then]: 50, temperature: 0 });
      expect(server.requests[1]).not.toHaveProperty(first);
    },
  );

  it('mends one setting after the other, at once, and still has its retries', async () => {
    server = await startChatServer({ reply: 'x' });
    const mendable = refusing(
      ['max_tokens', longer],
      ['temperature', { error: { param: 'temperature' } }],
      ['stream_options', { error: 'stream_options is not known here' }, 422],
    );
    server.fault = (response, request) =>
      server!.requests.length === 4 ? sendJson(response, {}, 503) : mendable(response, request);
    expect((await ask(server.url)).text).toBe('Fine.');
    expect(fieldsSent().slice(3)).toEqual([['max_completion_tokens'], ['max_completion_tokens']]);
    expect(pauses).toHaveLength(1);
  });

  it.each([
    ['both names of the limit', longer, 2],
    [
      'a setting that was not sent',
      { error: { message: 'No.', param: 'max_completion_tokens' } },
      1,
    ],
  ])('gives up where the server refuses %s, in our words', async (_, body, tries) => {
    const error = await faultOf((response) => sendJson(response, body, 400));
    expect(error.fault).toBe('parameter');
    expect(error.message).toBe(
      'Model "scripted" refuses a setting of the request; choose another model.',
    );
    expect(server!.requests).toHaveLength(tries);
  });

  it('says that a reply was cut at its limit', async () => {
    server = await startChatServer({ reply: 'x' });
    server.fault = begun((response) => {
      sendEvent(response, chunkOf({}, 'length'));
      sendEvent(response, '[DONE]');
      response.end();
    });
    expect(await ask(server.url)).toMatchObject({ text: 'It begins', finishReason: 'length' });
  });

  it.each<readonly [string, readonly object[], Partial<ChatEnd>]>([
    [
      'content and role',
      [
        chunkOf({ role: null, content: null }),
        chunkOf({ role: 'assistant', content: 'It is', refusal: null, tool_calls: null }),
        chunkOf({ content: null }),
        chunkOf({ content: ' so.' }, 'stop'),
      ],
      { usage: null },
    ],
    [
      'a delta',
      [
        { ...chunkOf({}), choices: [{ index: 0, delta: null, finish_reason: null }] },
        chunkOf({ content: 'It is so.' }),
        { ...chunkOf({}), choices: [{ index: 0, delta: null, finish_reason: 'stop' }] },
      ],
      { finishReason: 'stop' },
    ],
    [
      'the last delta of a reply that was cut',
      [
        chunkOf({ content: 'It is so.' }),
        { ...chunkOf({}), choices: [{ index: 0, delta: null, finish_reason: 'length' }] },
      ],
      { finishReason: 'length' },
    ],
    [
      'the usage of all but the last piece',
      [
        { ...chunkOf({ content: 'It is so.' }), usage: null },
        { ...chunkOf({}, 'stop'), usage: null },
        { ...chunkOf({}), choices: [], usage: { prompt_tokens: 9, completion_tokens: 3 } },
      ],
      { usage: { inputTokens: 9, outputTokens: 3 } },
    ],
    [
      'a number of the usage',
      [
        chunkOf({ content: 'It is so.' }, 'stop'),
        { ...chunkOf({}), choices: [], usage: { prompt_tokens: 9, completion_tokens: null } },
      ],
      { usage: null },
    ],
    [
      'the choices of a piece that counts',
      [
        chunkOf({ content: 'It is so.' }, 'stop'),
        { ...chunkOf({}), choices: null, usage: { prompt_tokens: 9, completion_tokens: 3 } },
      ],
      { usage: { inputTokens: 9, outputTokens: 3 } },
    ],
  ])('reads a stream in which %s is null', async (_, events, end) => {
    server = await startChatServer({ reply: 'x' });
    server.fault = (response) => {
      beginStream(response);
      for (const event of [...events, '[DONE]']) sendEvent(response, event);
      response.end();
    };
    expect(await ask(server.url)).toMatchObject({ text: 'It is so.', ...end });
  });

  it('gives the same text however its bytes are cut', async () => {
    const said = 'Grüße, 注意力 is „weighted“ — 🙂 done.';
    const bytes = Buffer.from(
      `data: ${JSON.stringify(chunkOf({ role: 'assistant', content: said }))}\n\ndata: ${JSON.stringify(chunkOf({}, 'stop'))}\n\ndata: [DONE]\n\n`,
    );
    server = await startChatServer({ reply: 'x' });
    const { url } = server;
    await fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(fc.integer({ min: 1, max: bytes.length - 1 }), { maxLength: 6 }),
        async (cuts) => {
          server!.fault = async (response) => {
            response.writeHead(200, { 'content-type': 'text/event-stream' });
            let from = 0;
            for (const cut of [...cuts.sort((a, b) => a - b), bytes.length]) {
              response.write(bytes.subarray(from, cut));
              from = cut;
              await wait(1);
            }
            response.end();
          };
          expect((await ask(url)).text).toBe(said);
        },
      ),
      { numRuns: 25 },
    );
  });
});

describe('a provider that fails', () => {
  const faults: readonly (readonly [string, ChatFault, ModelFault, number])[] = [
    ['limits the rate', refusal(429, { message: 'slow down' }), 'busy', 3],
    ['refuses the key and repeats it', refusal(401, { message: `bad key ${key}` }), 'key', 1],
    ['forbids', refusal(403, { message: key }), 'key', 1],
    ['fails inside', refusal(500, { message: 'boom' }), 'busy', 3],
    ['is overloaded', refusal(503, {}), 'busy', 3],
    ['does not know the model', refusal(404, { code: 'model_not_found' }), 'model', 1],
    ['has no such path', text('not found', 'text/plain', 404), 'address', 1],
    ['has too small a context', refusal(400, { code: 'context_length_exceeded' }), 'context', 1],
    ['says so in words', refusal(400, { message: 'exceeds the context window' }), 'context', 1],
    ['sends a page', text('<html>Sign in</html>'), 'unreadable', 1],
    ['sends half JSON', text('{"choices": [{"mess', 'application/json'), 'unreadable', 1],
    ['never begins', () => undefined, 'stalled', 1],
    ['stalls in the middle', begun(() => undefined), 'stalled', 1],
    [
      'resets the connection',
      begun((response) => void setTimeout(() => response.destroy(), 30)),
      'cut',
      1,
    ],
    ['ends without an end', begun((response) => response.end()), 'cut', 1],
    [
      'ends with [DONE] and no reason',
      begun((response) => {
        sendEvent(response, '[DONE]');
        response.end();
      }),
      'cut',
      1,
    ],
    [
      'says nothing',
      (response) => {
        beginStream(response);
        sendEvent(response, chunkOf({}, 'stop'));
        sendEvent(response, '[DONE]');
        response.end();
      },
      'empty',
      1,
    ],
    [
      'sends an error in its stream',
      begun((response) => {
        sendEvent(response, { error: { message: `no ${key}`, code: 'server_error' } });
        response.end();
      }),
      'unreadable',
      1,
    ],
    [
      'filters',
      begun((response) => {
        sendEvent(response, chunkOf({}, 'content_filter'));
        sendEvent(response, '[DONE]');
        response.end();
      }),
      'filtered',
      1,
    ],
    [
      'sends broken events',
      begun((response) => {
        response.write('data: {"choices": [\n\n');
        response.end();
      }),
      'unreadable',
      1,
    ],
  ];

  it.each(faults)('%s: one error, ours', async (_, fault, expected, tries) => {
    const error = await faultOf(fault);
    expect(error.fault).toBe(expected);
    expect(server!.requests).toHaveLength(tries);
  });

  it('is asked again after the time that it names, and not where that is long', async () => {
    const later =
      (seconds: string): ChatFault =>
      (response) => {
        response.writeHead(429, { 'content-type': 'application/json', 'retry-after': seconds });
        response.end('{}');
      };
    await faultOf(later('2'));
    expect(pauses).toEqual([2_000, 2_000]);
    await server!.close();
    await faultOf(later('3600'));
    expect(server!.requests).toHaveLength(1);
  });

  it('is asked again after half a second and then a whole, each up to half longer', async () => {
    await faultOf(refusal(500, {}));
    const [first, second, ...more] = pauses;
    expect(more).toEqual([]);
    expect(first).toBeGreaterThanOrEqual(500);
    expect(first).toBeLessThanOrEqual(750);
    expect(second).toBeGreaterThanOrEqual(1_000);
    expect(second).toBeLessThanOrEqual(1_500);
  });

  it('names that time as a date, too', async () => {
    await faultOf((response) => {
      const date = new Date(Date.now() + 4_000).toUTCString();
      response.writeHead(503, { 'retry-after': date });
      response.end();
    });
    expect(pauses).toHaveLength(2);
    for (const pause of pauses) {
      expect(pause).toBeGreaterThan(1_000);
      expect(pause).toBeLessThanOrEqual(4_000);
    }
  });

  it('begins a refusal and never ends it: the status is enough', async () => {
    const error = await faultOf((response) => {
      response.writeHead(401, { 'content-type': 'application/json' });
      response.write('{"error": {"mess');
    });
    expect(error.fault).toBe('key');
    await expect.poll(() => server!.open()).toBe(0);
  });

  it('answers an error with status 200: it cannot be read', async () => {
    const error = await faultOf((response) => sendJson(response, { error: { message: key } }));
    expect(error.fault).toBe('unreadable');
  });

  it('fails slowly again and again: the whole has one limit of time', async () => {
    const begun = performance.now();
    const slowly: ChatFault = async (response, request) => {
      await wait(1_000);
      await refusal(500, {})(response, request);
    };
    const error = await faultOf(slowly, {
      timers: { firstByteMs: 5_000, idleMs: 5_000, totalMs: 1_600 },
    });
    expect(error.fault).toBe('stalled');
    expect(server!.requests).toHaveLength(2);
    expect(performance.now() - begun).toBeLessThan(2_500);
  });

  it('is not blamed for a reader who takes longer over a piece than it may be silent', async () => {
    server = await startChatServer({ reply: 'word '.repeat(400), chunkChars: 40, delayMs: 5 });
    const stream = modelOf(server.url, {
      timers: { firstByteMs: 2_000, idleMs: 300, totalMs: 10_000 },
    }).stream({ messages: [{ role: 'user', text: 'Why?' }], maxOutputTokens: 50 });
    let text = '';
    for await (const piece of stream) {
      if (text === '') await wait(900);
      text += piece;
    }
    expect(text).toBe('word '.repeat(400));
  });

  it('never ends: it is cut by its length', async () => {
    const error = await faultOf(
      begun((response) => {
        const flood = setInterval(() => {
          if (response.destroyed) clearInterval(flood);
          else
            for (let at = 0; at < 200; at += 1)
              sendEvent(response, chunkOf({ content: 'x'.repeat(2_000) }));
        }, 1);
      }),
      { timers: { firstByteMs: 20_000, idleMs: 20_000, totalMs: 25_000 } },
    );
    expect(error.fault).toBe('unreadable');
    await expect.poll(() => server!.open(), { timeout: 5_000 }).toBe(0);
  });

  it('redirects: nobody follows', async () => {
    let followed = 0;
    const target = createServer((_request, response) => {
      followed += 1;
      response.end();
    });
    await new Promise<void>((resolve) => target.listen(0, '127.0.0.1', resolve));
    const { port } = target.address() as AddressInfo;
    const error = await faultOf((response) => {
      response.writeHead(307, { location: `http://127.0.0.1:${port}/v1/chat/completions` });
      response.end();
    });
    expect(error.fault).toBe('address');
    expect(followed).toBe(0);
    target.close();
  });

  it.each([
    ['a name that does not exist', 'http://nowhere.invalid/v1'],
    ['a port where nothing listens', 'http://127.0.0.1:9/v1'],
    ['a server without TLS', 'https://127.0.0.1:PORT/v1'],
  ])('%s: the address is wrong', async (_, address) => {
    server = await startChatServer({ reply: 'x' });
    const url = address.replace('PORT', String(new URL(server.url).port));
    expect((await errorOf(ask(url))).fault).toBe('address');
    expect(server.requests).toEqual([]);
  });
});

describe('an asker who leaves', () => {
  it('closes every connection to the provider, within 250 ms', async () => {
    server = await startChatServer({ reply: 'word '.repeat(5_000), delayMs: 100 });
    const { url, closedAt, open } = server;
    const patient = { timers: { firstByteMs: 30_000, idleMs: 30_000, totalMs: 60_000 } };
    let fastest = Number.POSITIVE_INFINITY;
    // Each round must close them all; a busy machine may be late with it, but not three times.
    for (let round = 1; round <= 3 && fastest >= 250; round += 1) {
      const askers = Array.from({ length: 100 }, () => new AbortController());
      const asked = askers.map(({ signal }) =>
        ask(url, patient, signal).catch((error: unknown) => error),
      );
      await expect.poll(open, { timeout: 20_000 }).toBe(100);
      const left = performance.now();
      for (const asker of askers) asker.abort(new Error('gone'));
      await expect.poll(open, { interval: 5, timeout: 5_000 }).toBe(0);
      for (const error of await Promise.all(asked)) {
        expect(error).toMatchObject({ message: 'gone' });
      }
      expect(closedAt).toHaveLength(100 * round);
      fastest = Math.min(fastest, Math.max(...closedAt) - left);
    }
    expect(fastest).toBeLessThan(250);
  }, 90_000);

  it('closes it after garbage was collected, which fetch alone does not', async () => {
    server = await startChatServer({ reply: 'word '.repeat(5_000), delayMs: 5 });
    const asker = new AbortController();
    const ask = createGuardedFetch({ model: 'scripted' });
    const begin = async () => {
      const response = await ask(`${server!.url}/chat/completions`, {
        method: 'POST',
        body: JSON.stringify({ model: 'scripted', messages: [], stream: true }),
        signal: asker.signal,
      });
      return response.body!.getReader();
    };
    const reader = await begin();
    await reader.read();
    setFlagsFromString('--expose_gc');
    const collect = runInNewContext('gc') as () => void;
    for (let round = 0; round < 5; round += 1) {
      collect();
      await wait(20);
    }
    asker.abort(new Error('gone'));
    await expect.poll(() => server!.open(), { interval: 5, timeout: 2_000 }).toBe(0);
    const rest = (async () => {
      while (!(await reader.read()).done);
    })();
    await expect(rest).rejects.toThrow('gone');
  });

  it('closes it by leaving the loop, too', async () => {
    server = await startChatServer({ reply: 'word '.repeat(5_000), delayMs: 5 });
    const stream = modelOf(server.url).stream({
      messages: [{ role: 'user', text: 'Why?' }],
      maxOutputTokens: 50,
    });
    for await (const _piece of stream) break;
    await expect.poll(() => server!.open(), { interval: 5, timeout: 2_000 }).toBe(0);
  });
});
