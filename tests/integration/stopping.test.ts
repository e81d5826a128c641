import { request } from 'node:http';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { describe, expect, it, onTestFinished } from 'vitest';
import { type StartedGroundwork, startGroundwork } from '../../scripts/started-groundwork.ts';
import { openSqliteConversations } from '../../src/conversations/sqlite-conversations.ts';
import { type ChatServer, type ChatServerRequest, startChatServer } from '../fakes/chat-server.ts';
import { temporaryFolder } from '../fakes/temporary-folder.ts';

const words = 'Attention scores are scaled so that the softmax stays soft. ';

interface Started extends StartedGroundwork {
  readonly model: ChatServer;
  readonly folder: string;
  readonly said: () => string;
}

/** A server whose model writes a word each 30 ms: "briefly" for 2 s, else for a minute. */
async function start(settings: Readonly<Record<string, string>> = {}): Promise<Started> {
  const isBrief = ({ messages }: ChatServerRequest) =>
    String(messages.at(-1)?.content).endsWith('briefly?');
  const model = await startChatServer({
    reply: (asked) => words.repeat(isBrief(asked) ? 12 : 400),
    delayMs: 30,
  });
  onTestFinished(() => model.close());
  const folder = temporaryFolder();
  let said = '';
  const server = await startGroundwork({
    settings: {
      DATA_DIR: folder,
      EMBEDDINGS: 'none',
      OPENAI_BASE_URL: model.url,
      OPENAI_MODEL: 'scripted',
      LOG: 'json',
      ...settings,
    },
    hear: (text) => {
      said += text;
    },
  });
  onTestFinished(async () => void (await server.stop()));
  return { ...server, model, folder, said: () => said };
}

/** The whole reply, however it ended. */
function ask(url: string, question: string): Promise<string> {
  const body = JSON.stringify({ question, stream: true, conversation: 'new' });
  const headers = { 'content-type': 'application/json' };
  return new Promise((resolve) => {
    const asking = request(
      `${url}/api/chat`,
      { method: 'POST', headers, agent: false },
      (reply) => {
        let text = '';
        reply.on('data', (piece) => {
          text += piece;
        });
        reply.on('error', () => undefined);
        reply.on('close', () => resolve(text));
      },
    );
    asking.on('error', (error) => resolve(error.message));
    asking.end(body);
  });
}

const terminalsOf = (text: string) =>
  [...text.matchAll(/"type":"(finish|error)"/g)].map(([, type]) => type);

async function untilModelIsAsked({ model }: Started, times: number): Promise<void> {
  while (model.requests.length < times) await sleep(20);
}

/** The first answer of `/ready` that differs from 200: a signal arrives when the machine has time for it. */
async function untilNotReady({ url }: Started): Promise<Response> {
  for (;;) {
    const ready = await fetch(`${url}/ready`);
    if (ready.status !== 200) return ready;
    await sleep(20);
  }
}

/** A server that takes no connection any more; each try comes on a connection of its own. */
async function untilRefused({ url }: Started): Promise<void> {
  const isTaken = () =>
    new Promise<boolean>((resolve) => {
      const asking = request(`${url}/health`, { agent: false }, (reply) => {
        reply.resume().on('close', () => resolve(true));
      });
      asking.on('error', () => resolve(false));
      asking.end();
    });
  while (await isTaken()) await sleep(20);
}

describe('a server that is told to stop', () => {
  it('finishes what ends in time, ends the rest with one error, takes nothing new, exits with 0', async () => {
    const server = await start();
    const briefly = Array.from({ length: 4 }, () =>
      ask(server.url, 'Why are attention scores scaled, briefly?'),
    );
    const long = Array.from({ length: 4 }, () =>
      ask(server.url, 'Why are attention scores scaled?'),
    );
    await untilModelIsAsked(server, 8);
    const told = performance.now();
    process.kill(server.pid, 'SIGTERM');
    const ready = await untilNotReady(server);
    expect([ready.status, ready.headers.get('connection')]).toEqual([503, 'close']);
    expect(await ready.json()).toMatchObject({ error: { code: 'stopping' } });
    expect((await fetch(`${server.url}/health`)).status).toBe(200);
    const late = await fetch(`${server.url}/api/chat`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ question: 'Is it too late?', conversation: 'new' }),
    });
    expect([late.status, late.headers.get('retry-after')]).toEqual([503, '5']);
    expect(await server.ended).toBe(0);
    const seconds = (performance.now() - told) / 1_000;
    console.log(`8 running answers: ended ${seconds.toFixed(1)} s after SIGTERM`);
    expect(seconds).toBeLessThanOrEqual(10);
    for (const text of await Promise.all(briefly)) expect(terminalsOf(text)).toEqual(['finish']);
    for (const text of await Promise.all(long)) {
      expect(terminalsOf(text)).toEqual(['error']);
      expect(text).toContain('The server is stopping; ask again in a moment.');
      expect(text.endsWith('data: [DONE]\n\n')).toBe(true);
    }
    const store = openSqliteConversations(join(server.folder, 'conversations.sqlite'));
    const states = store.list('').map(({ id }) => store.conversation(id).turns[0]!.state);
    store.close();
    expect(states.sort()).toEqual([
      ...Array.from({ length: 4 }, () => 'answered'),
      ...Array.from({ length: 4 }, () => 'interrupted'),
    ]);
    expect(server.said()).toMatch(/"event":"stop","reason":"signal","interrupted":4/);
  });

  it('ends soon where nothing is on its way, and at once at the second signal', async () => {
    const idle = await start();
    const held = await fetch(`${idle.url}/health`);
    await held.text();
    let told = performance.now();
    process.kill(idle.pid, 'SIGINT');
    expect(await idle.ended).toBe(0);
    expect(performance.now() - told).toBeLessThan(3_000);
    const busy = await start();
    const asking = ask(busy.url, 'Why are attention scores scaled?');
    await untilModelIsAsked(busy, 1);
    told = performance.now();
    process.kill(busy.pid, 'SIGTERM');
    expect((await untilNotReady(busy)).status).toBe(503);
    process.kill(busy.pid, 'SIGTERM');
    expect(await busy.ended).toBe(1);
    expect(performance.now() - told).toBeLessThan(3_000);
    await asking;
  });
});

describe('a server in which something fails that nobody catches', () => {
  it.each([
    ['throws', 'throw new TypeError("private words")'],
    ['rejects', 'Promise.reject(new TypeError("private words"))'],
  ])('ends its answers and exits with 1 when it %s', async (_what, failing) => {
    const folder = temporaryFolder({
      'fail.mjs': `process.on('SIGUSR2', () => setTimeout(() => { ${failing}; }));`,
    });
    const server = await start({
      NODE_OPTIONS: `--import ${pathToFileURL(join(folder, 'fail.mjs')).href}`,
    });
    const asking = ask(server.url, 'Why are attention scores scaled, briefly?');
    await untilModelIsAsked(server, 1);
    process.kill(server.pid, 'SIGUSR2');
    await untilRefused(server);
    process.kill(server.pid, 'SIGUSR2');
    expect(await server.ended).toBe(1);
    expect(terminalsOf(await asking)).toEqual(['finish']);
    const lines = server.said().split('\n');
    expect(lines.filter((line) => line.includes('"event":"error"'))).toEqual([
      expect.stringContaining('"during":"process","code":"internal","kind":"TypeError"'),
    ]);
    expect(server.said()).not.toContain('private words');
  });
});
