import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { type IncomingHttpHeaders, type IncomingMessage, request as send } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import express from 'express';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Keys, openKeys } from '../../src/access/keys.ts';
import { policies } from '../../src/access/policies.ts';
import { sessionTokenOf } from '../../src/access/secrets.ts';
import { readConfig } from '../../src/config.ts';
import { createPipeline } from '../../src/pipeline.ts';
import type { Pipeline } from '../../src/pipeline-contract.ts';
import { type AppOptions, createApp } from '../../src/serve/app.ts';
import { type RunningServer, serve } from '../../src/serve/serve.ts';
import { openSettings } from '../../src/settings.ts';
import { intakeOver } from '../fakes/intake-over.ts';
import { createMemoryConversations } from '../fakes/memory-conversations.ts';
import { pathOf, routesOf } from '../fakes/routes-of.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const data = mkdtempSync(join(tmpdir(), 'groundwork-access-'));
const environmentKey = 'a key of the environment';
/** Not a loopback name, so that this machine is a stranger like any other. */
const host = 'notes.example';
/** Longest that a revoked key may go on, in ms. */
const soon = 1_000;

let pipeline: Pipeline;
let keys: Keys;
const running: RunningServer[] = [];
const made: Record<'read' | 'write' | 'admin' | 'revoked', string> = {
  read: '',
  write: '',
  admin: '',
  revoked: '',
};

beforeAll(async () => {
  const corpus = join(data, 'corpus');
  mkdirSync(corpus);
  writeFileSync(join(corpus, 'tokens.md'), '# Tokens\n\nA token is a piece of a word.\n');
  const environment = { CORPUS_DIR: corpus, DATA_DIR: data, EMBEDDINGS: 'none' };
  pipeline = await createPipeline(readConfig(environment));
  await pipeline.ingest();
  await pipeline.refresh();
  keys = openKeys({ environmentKey, folder: data });
  for (const scope of ['read', 'write', 'admin'] as const) {
    made[scope] = (await keys.add({ name: scope, scope })).key;
  }
  const revoked = await keys.add({ name: 'revoked', scope: 'admin' });
  made.revoked = revoked.key;
  await keys.revoke(revoked.id);
});

afterAll(async () => {
  for (const server of running) await server.stop();
  keys?.close();
  await pipeline?.close();
  rmSync(data, { recursive: true, force: true });
});

function appOf(more: Partial<AppOptions> = {}, asked: Pipeline = pipeline) {
  return createApp(asked, {
    host: '0.0.0.0',
    keys,
    conversations: createMemoryConversations(),
    page: { folder: join(data, 'no page'), missing: () => 'No page here.' },
    settings: {
      settings: openSettings({ DATA_DIR: data }),
      diagnose: async () => ({ ok: true, lines: [] }),
    },
    intake: intakeOver(asked, { corpusFolder: data, dataFolder: data }),
    preparing: () => undefined,
    ...more,
  });
}

async function start(more: Partial<AppOptions> = {}, asked?: Pipeline): Promise<number> {
  const server = await serve(appOf(more, asked), '127.0.0.1', 0);
  running.push(server);
  return Number(new URL(server.url).port);
}

interface Sent {
  readonly method?: string;
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: object;
}

interface Reply {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
}

const open = (port: number, { method = 'GET', path, headers = {}, body }: Sent) =>
  new Promise<IncomingMessage>((resolve, reject) => {
    const text = body === undefined ? undefined : JSON.stringify(body);
    const request = send(
      {
        host: '127.0.0.1',
        port,
        method,
        path,
        headers: {
          Host: host,
          ...(text !== undefined && {
            'Content-Type': 'application/json',
            'Content-Length': String(Buffer.byteLength(text)),
          }),
          ...headers,
        },
      },
      resolve,
    );
    request.on('error', reject);
    request.end(text);
  });

async function ask(port: number, sent: Sent): Promise<Reply> {
  const response = await open(port, sent);
  let text = '';
  for await (const chunk of response) text += String(chunk);
  return { status: response.statusCode ?? 0, headers: response.headers, text };
}

const bearer = (key: string) => ({ Authorization: `Bearer ${key}` });

type Holder = 'none' | 'bad' | 'read' | 'write' | 'admin' | 'environment' | 'revoked';
type Carrier = 'authorization' | 'x-api-key' | 'cookie' | 'query';

const holders: readonly Holder[] = [
  'none',
  'bad',
  'read',
  'write',
  'admin',
  'environment',
  'revoked',
];
const carriers: readonly Carrier[] = ['authorization', 'x-api-key', 'cookie', 'query'];
const keyOf = (holder: Holder): string | undefined =>
  holder === 'none'
    ? undefined
    : holder === 'bad'
      ? 'gw_neverMade'
      : holder === 'environment'
        ? environmentKey
        : made[holder];

function carry(carrier: Carrier, key: string): { headers: Record<string, string>; query: string } {
  if (carrier === 'authorization') return { headers: bearer(key), query: '' };
  if (carrier === 'x-api-key') return { headers: { 'X-API-Key': key }, query: '' };
  if (carrier === 'query') return { headers: {}, query: `?key=${encodeURIComponent(key)}` };
  return { headers: { Cookie: `groundwork_session=${sessionTokenOf(key)}` }, query: '' };
}

/** What the design says of each address, in words of its own. */
function neededFor(method: string, path: string): number {
  if (!/^\/(api|v1|mcp|metrics)\b/.test(path) || (path === '/api/session' && method !== 'GET'))
    return 0;
  if (/^\/api\/(settings|keys)\b/.test(path)) return 3;
  return /^\/api\/(conversations|documents|uploads|ingest)\b/.test(path) && method !== 'GET'
    ? 2
    : 1;
}

const strength: Readonly<Record<Holder, number>> = {
  none: 0,
  bad: 0,
  revoked: 0,
  read: 1,
  write: 2,
  admin: 3,
  environment: 3,
};

/** Undefined where the route itself answers. */
function refusalFor(needed: number, holder: Holder, carrier: Carrier): number | undefined {
  if (needed === 0) return undefined;
  if (strength[holder] === 0 || carrier === 'query') return 401;
  return strength[holder] < needed ? 403 : undefined;
}

/** What each route answers to a request without parameters, from one who may do anything. */
const answers: Readonly<Record<string, number>> = {
  'GET /health': 200,
  'GET /ready': 200,
  'GET /openapi.json': 200,
  'GET /metrics': 200,
  'GET /api/session': 200,
  'POST /api/session': 400,
  'DELETE /api/session': 204,
  'POST /api/chat': 400,
  'GET /api/search': 400,
  'GET /api/documents': 200,
  'POST /api/documents': 400,
  'GET /api/ingest': 200,
  'POST /api/ingest': 202,
  'GET /api/suggestions': 200,
  'GET /api/evaluation': 200,
  'GET /api/conversations': 200,
  'PATCH /api/conversations/:id': 400,
  'GET /api/settings': 200,
  'PUT /api/settings': 400,
  'POST /api/settings/test': 400,
  'GET /api/keys': 200,
  'POST /api/keys': 400,
  'GET /v1/models': 200,
  'POST /v1/chat/completions': 400,
  'POST /mcp': 400,
};

describe('the table of policies', () => {
  it('holds every route of the application, and the application every row of it', () => {
    const { routes, mounts } = routesOf(appOf());
    const rows = Object.keys(policies);
    const rowPaths = rows.map(pathOf);
    const unknown = routes.filter((route) =>
      route.startsWith('ALL ') ? !rowPaths.includes(pathOf(route)) : !rows.includes(route),
    );
    const dead = rows.filter(
      (row) => !routes.includes(row) && !routes.includes(`ALL ${pathOf(row)}`),
    );
    expect(unknown, 'routes without a policy').toEqual([]);
    expect(dead, 'policies without a route').toEqual([]);
    expect(mounts.toSorted()).toEqual(['/api', '/assets', '/v1']);
    expect(routes.length).toBeGreaterThan(25);
  });

  it('would notice a route that is not in it, wherever it is mounted', () => {
    const app = appOf();
    const before = routesOf(app).routes;
    const inner = express.Router();
    inner.get('/secret', () => undefined);
    app.use('/api', express.Router().use(inner));
    app.post('/extra', () => undefined);
    app.use('/elsewhere', () => undefined);
    const after = routesOf(app);
    const added = after.routes.filter((route) => !before.includes(route));
    expect(added).toEqual(['GET /api/secret', 'POST /extra']);
    expect(after.mounts).toContain('/elsewhere');
  });
});

describe('who may call what', () => {
  it('is decided alike in every cell of routes, keys and carriers', async () => {
    const port = await start({ trustedProxies: ['127.0.0.1'] });
    const wrong: string[] = [];
    let cells = 0;
    for (const route of Object.keys(policies)) {
      const [method = '', pattern = ''] = route.split(' ');
      const path = pattern.replace(':id', 'none').replace('{*path}', 'none');
      for (const holder of holders) {
        for (const carrier of carriers) {
          cells += 1;
          const key = keyOf(holder);
          const { headers, query } =
            key === undefined ? { headers: {}, query: '' } : carry(carrier, key);
          const reply = await ask(port, {
            method,
            path: path + query,
            // Wrong keys are counted by address.
            headers: { ...headers, 'X-Forwarded-For': `10.1.${cells >> 8}.${cells & 255}` },
            ...(/^(POST|PUT|PATCH)$/.test(method) && { body: {} }),
          });
          const refused = refusalFor(neededFor(method, path), holder, carrier);
          const wanted = refused ?? answers[route] ?? 404;
          const challenge = reply.headers['www-authenticate'];
          const fits =
            reply.status === wanted && (refused === 401 ? challenge === 'Bearer' : !challenge);
          if (!fits) wrong.push(`${route} ${holder} ${carrier}: ${reply.status}, not ${wanted}`);
        }
      }
    }
    console.log(
      `access: ${wrong.length} of ${cells} cells wrong, below ${(3 / cells).toFixed(4)} at 95 %`,
    );
    expect(wrong).toEqual([]);
    expect(cells).toBe(Object.keys(policies).length * 7 * 4);
  }, 60_000);

  it('says which scope is needed, in the shape that the protocol reads', async () => {
    const port = await start();
    const refused = await ask(port, { path: '/api/settings', headers: bearer(made.write) });
    expect(JSON.parse(refused.text).error).toEqual({
      code: 'not-allowed',
      message: 'This needs a key of scope "admin"; yours has "write".',
    });
    const openai = JSON.parse((await ask(port, { path: '/v1/models' })).text).error;
    expect(openai).toMatchObject({
      type: 'authentication_error',
      code: 'unauthorized',
      param: null,
    });
    const mcp = JSON.parse((await ask(port, { method: 'POST', path: '/mcp', body: {} })).text);
    expect(mcp).toMatchObject({
      jsonrpc: '2.0',
      id: null,
      error: { data: { code: 'unauthorized' } },
    });
    const inAddress = await ask(port, { path: `/api/documents?access_token=${made.read}` });
    expect(inAddress.status).toBe(401);
    expect(inAddress.text).toMatch(/addresses end up in logs/);
    expect(inAddress.text).not.toContain(made.read);
  });

  it('reads no body before it is decided', async () => {
    const port = await start();
    const started = performance.now();
    const status = await new Promise<number | undefined>((resolve, reject) => {
      const request = send(
        {
          host: '127.0.0.1',
          port,
          method: 'POST',
          path: '/api/chat',
          headers: { Host: host, 'Content-Type': 'application/json', 'Content-Length': '900000' },
        },
        (response) => {
          resolve(response.statusCode);
          request.destroy();
        },
      );
      request.on('error', reject);
      request.write('{');
    });
    expect(status).toBe(401);
    expect(performance.now() - started).toBeLessThan(1_000);
  });

  it('leaves what it does not know to admins, and a known path to its least scope', async () => {
    const port = await start();
    const status = async (method: string, path: string, key?: string) =>
      (await ask(port, { method, path, headers: key ? bearer(key) : {} })).status;
    expect(await status('GET', '/api/nothing')).toBe(401);
    expect(await status('GET', '/api/nothing', made.write)).toBe(403);
    expect(await status('GET', '/api/nothing', made.admin)).toBe(404);
    expect(await status('POST', '/library')).toBe(401);
    expect(await status('POST', '/api/search')).toBe(401);
    expect(await status('POST', '/api/search', made.read)).toBe(405);
    expect(await status('PUT', '/api/conversations/1', made.read)).toBe(405);
    expect(await status('POST', '/v1/models', made.read)).toBe(405);
    expect(await status('POST', '/health')).toBe(405);
    expect(await status('HEAD', '/api/settings', made.write)).toBe(403);
    expect(await status('HEAD', '/api/documents', made.read)).toBe(200);
    const options = await ask(port, {
      method: 'OPTIONS',
      path: '/api/documents',
      headers: { Origin: `http://${host}`, 'Access-Control-Request-Method': 'GET' },
    });
    expect(options.status).toBe(401);
    expect(Object.keys(options.headers).filter((name) => /^access-control/.test(name))).toEqual([]);
  });

  it('is not misled by another spelling of a path', async () => {
    const port = await start();
    const spellings: ((path: string) => string)[] = [
      (path) => path.toUpperCase(),
      (path) => `${path}/`,
      (path) => `/${path}`,
      (path) => path.replace('/', '//'),
      (path) => path.replace(/.$/, (last) => `%${last.charCodeAt(0).toString(16)}`),
      (path) => path.replace(/^\/./, (first) => `/%${first.charCodeAt(1).toString(16)}`),
      (path) => `/assets/..${path}`,
      (path) => `/./${path.slice(1)}`,
      (path) => `${path};a=1`,
      (path) => `${path}?`,
      (path) => `${path}#`,
      (path) => `http://${host}${path}`,
      (path) => path.replaceAll('/', '\\'),
    ];
    for (const path of ['/api/settings', '/api/keys', '/api/documents', '/v1/models', '/metrics']) {
      for (const [at, spell] of spellings.entries()) {
        const reply = await ask(port, {
          path: spell(path),
          headers: { Accept: 'application/json' },
        });
        expect([400, 401, 404], `${path}, spelling ${at}`).toContain(reply.status);
      }
    }
    for (const path of ['/API/Settings', '/api/settings/', '/Api/Keys', 'http://x/api/keys']) {
      expect((await ask(port, { path, headers: bearer(made.read) })).status, path).toBe(403);
    }
  });

  it('lets the first carrier decide alone', async () => {
    const port = await start();
    const status = async (headers: Record<string, string>) =>
      (await ask(port, { path: '/api/documents', headers })).status;
    const right = made.read;
    const cookie = `groundwork_session=${sessionTokenOf(right)}`;
    expect(await status({ ...bearer('wrong'), 'X-API-Key': right, Cookie: cookie })).toBe(401);
    expect(await status({ 'X-API-Key': 'wrong', Cookie: cookie })).toBe(401);
    expect(await status({ Authorization: 'Basic eDp5', Cookie: cookie })).toBe(401);
    expect(await status({ ...bearer(right), 'X-API-Key': 'wrong' })).toBe(200);
    expect(await status({ 'X-API-Key': right, Cookie: 'groundwork_session=wrong' })).toBe(200);
    expect(await status({ Authorization: `bearer   ${right}` })).toBe(200);
    // Neither the file's digests nor a token in the place of a key open anything.
    expect(await status(bearer(sessionTokenOf(right)))).toBe(401);
    expect(await status({ Cookie: `groundwork_session=${right}` })).toBe(401);
  });

  it('asks a key of scope write of those who replace questions', async () => {
    const port = await start();
    const replace = (key: string) =>
      ask(port, {
        method: 'POST',
        path: '/api/chat',
        headers: bearer(key),
        body: { question: 'What is a token?', conversation: 'none', replaceFrom: 'none' },
      });
    expect((await replace(made.read)).status).toBe(403);
    expect((await replace(made.write)).status).toBe(404);
  });
});

describe('keys over HTTP', () => {
  it('are made, told once, listed without it, and revoked', async () => {
    const port = await start();
    const headers = bearer(made.admin);
    const body = { name: 'a reader', scope: 'read' };
    const created = await ask(port, { method: 'POST', path: '/api/keys', headers, body });
    expect(created.status).toBe(201);
    expect(created.headers['cache-control']).toBe('no-store');
    const { key, id } = JSON.parse(created.text);
    expect(key).toMatch(/^gw_[\w-]{43}$/);
    const listed = await ask(port, { path: '/api/keys', headers });
    expect(JSON.parse(listed.text).keys).toContainEqual(expect.objectContaining({ id, ...body }));
    expect(listed.text).not.toContain(key);
    expect((await ask(port, { method: 'POST', path: '/api/keys', headers, body })).status).toBe(
      409,
    );
    const read = () => ask(port, { path: '/api/documents', headers: bearer(key) });
    expect((await read()).status).toBe(200);
    const revoke = () => ask(port, { method: 'DELETE', path: `/api/keys/${id}`, headers });
    expect((await revoke()).status).toBe(204);
    expect((await read()).status).toBe(401);
    expect((await revoke()).status).toBe(404);
  });

  it('refuse names that could play tricks at a console', async () => {
    const port = await start();
    for (const name of ['', '  ', 'a\nb', 'a\u001b[2J', 'a\u202eb', 'a'.repeat(81), 7]) {
      const body = { name, scope: 'read' };
      const reply = await ask(port, {
        method: 'POST',
        path: '/api/keys',
        headers: bearer(made.admin),
        body,
      });
      expect(reply.status, JSON.stringify(name)).toBe(400);
    }
  });
});

describe('a revoked key', () => {
  /** Asks a question that is never answered, and waits until the stream has begun. */
  async function openStream(port: number, key: string, path = '/api/chat') {
    const body =
      path === '/api/chat'
        ? { question: 'What is a token?', stream: true }
        : { model: 'groundwork', stream: true, messages: [{ role: 'user', content: 'Tokens?' }] };
    const response = await open(port, { method: 'POST', path, headers: bearer(key), body });
    const cut = new Promise<number>((resolve) => {
      response.on('close', () => resolve(performance.now()));
      response.on('error', () => undefined);
      response.resume();
    });
    expect(response.statusCode).toBe(200);
    return { cut, isOpen: () => !response.destroyed && !response.complete };
  }
  const silent = (): Pipeline => ({
    ...pipeline,
    ask: (_question, options) =>
      new Promise((_resolve, reject) => {
        options?.signal?.addEventListener('abort', () => reject(new Error('Gone.')));
      }),
  });

  it('has its open streams cut within a second, and no other', async () => {
    const port = await start({}, silent());
    const { key, id } = await keys.add({ name: 'streams', scope: 'read' });
    const own = [await openStream(port, key), await openStream(port, key, '/v1/chat/completions')];
    const other = await openStream(port, made.read);
    const revokedAt = performance.now();
    await ask(port, { method: 'DELETE', path: `/api/keys/${id}`, headers: bearer(made.admin) });
    const times = (await Promise.all(own.map(({ cut }) => cut))).map((at) => at - revokedAt);
    console.log(
      `access: streams cut ${times.map(Math.round).join(' and ')} ms after the revocation`,
    );
    expect(Math.max(...times)).toBeLessThan(soon);
    expect(other.isOpen()).toBe(true);
  });

  it('is noticed within a second when another process revokes it, and so is a new one', async () => {
    const port = await start({}, silent());
    const cli = async (...argv: string[]) =>
      promisify(execFile)(process.execPath, [join(root, 'bin/groundwork.mjs'), 'keys', ...argv], {
        env: { PATH: process.env['PATH'], DATA_DIR: data },
        cwd: data,
      });
    const { stdout, stderr } = await cli('add', '--name', 'by hand', '--scope', 'read');
    expect(stdout).toMatch(/^gw_[\w-]{43}\n$/);
    expect(stderr).toContain('"by hand"');
    expect(stderr).not.toContain(stdout.trim());
    await new Promise((resolve) => setTimeout(resolve, soon));
    const stream = await openStream(port, stdout.trim());
    await cli('revoke', 'by hand');
    const revokedAt = performance.now();
    const late = (await stream.cut) - revokedAt;
    console.log(
      `access: stream cut ${Math.round(late)} ms after another process had revoked its key`,
    );
    expect(late).toBeLessThan(soon);
    expect((await cli('list')).stdout).not.toContain('by hand');
  }, 30_000);
});

describe('this machine', () => {
  const local = (port: number, headers: Record<string, string> = {}) =>
    ask(port, { path: '/api/settings', headers: { Host: `127.0.0.1:${port}`, ...headers } });

  it('needs no key under its loopback name, whatever key is sent', async () => {
    const port = await start();
    expect((await local(port)).status).toBe(200);
    expect((await local(port, bearer('sk-none'))).status).toBe(200);
    expect((await local(port, { Host: 'localhost' })).status).toBe(200);
    expect((await local(port, { Host: 'rebound.example' })).status).toBe(401);
    expect((await local(port, { Host: 'localhost.evil.example' })).status).toBe(401);
  });

  it.each([
    ['X-Forwarded-For', '127.0.0.1'],
    ['X-Forwarded-Proto', 'https'],
    ['X-Forwarded-Host', 'localhost'],
    ['Forwarded', 'for=127.0.0.1'],
    ['Via', '1.1 proxy'],
    ['X-Real-IP', '127.0.0.1'],
  ])('is not meant where a proxy speaks for others: %s', async (name, value) => {
    const port = await start();
    expect((await local(port, { [name]: value })).status).toBe(401);
    expect((await local(port, { [name]: value, ...bearer(made.admin) })).status).toBe(200);
  });

  it('is not meant where it was said to be a proxy', async () => {
    const port = await start({ trustedProxies: ['127.0.0.0/8'] });
    expect((await local(port)).status).toBe(401);
  });

  it('answers no other Host and no other site, also at /mcp', async () => {
    const port = await start({ host: '127.0.0.1' });
    const mcp = (headers: Record<string, string>) =>
      ask(port, { method: 'POST', path: '/mcp', body: {}, headers });
    const own = `127.0.0.1:${port}`;
    const foreignHost = await mcp({ Host: 'evil.example', ...bearer(made.admin) });
    expect(foreignHost.status).toBe(403);
    expect(foreignHost.text).toContain('forbidden-host');
    const foreignSite = await mcp({ Host: own, Origin: 'https://evil.example' });
    expect(foreignSite.status).toBe(403);
    expect(foreignSite.text).toContain('forbidden-origin');
    expect((await mcp({ Host: own, Origin: `http://${own}` })).status).toBe(400);
    expect((await mcp({ Host: own, Origin: 'null' })).status).toBe(403);
  });
});

describe('the address of a caller', () => {
  /** Statuses of 12 wrong keys, each said to come from another address. */
  async function tryKeys(port: number, forwarded: (at: number) => string) {
    const statuses: number[] = [];
    for (let at = 0; at < 12; at += 1) {
      const headers = { ...bearer(`wrong ${at}`), 'X-Forwarded-For': forwarded(at) };
      statuses.push((await ask(port, { path: '/api/documents', headers })).status);
    }
    return statuses;
  }
  const refused = (statuses: readonly number[]) => statuses.filter((one) => one === 429).length;

  it('is not what a stranger says it is', async () => {
    const port = await start();
    expect(refused(await tryKeys(port, (at) => `10.0.0.${at}`))).toBe(2);
  });

  it('is the last hop before the trusted proxies, not what was said before it', async () => {
    const port = await start({ trustedProxies: ['127.0.0.1', '10.9.0.0/16'] });
    const spoofed = await tryKeys(port, (at) => `10.0.0.${at}, 203.0.113.7, 10.9.8.7`);
    expect(refused(spoofed)).toBe(2);
    expect(refused(await tryKeys(port, (at) => `203.0.114.${at}, 10.9.8.7`))).toBe(0);
  });

  it('makes the cookie Secure only where a trusted proxy speaks of https', async () => {
    const body = { key: made.read };
    const cookie = async (port: number) => {
      const headers = { 'X-Forwarded-Proto': 'https' };
      const sent = { method: 'POST', path: '/api/session', headers, body };
      return String((await ask(port, sent)).headers['set-cookie']);
    };
    expect(await cookie(await start({ trustedProxies: ['127.0.0.1'] }))).toMatch(/; Secure/);
    expect(await cookie(await start())).not.toMatch(/; Secure/);
  });
});

describe('a demo', () => {
  const anyone = { Host: host };

  it('answers anyone, keeps nothing and changes nothing', async () => {
    const conversations = createMemoryConversations();
    const port = await start({ demo: true, conversations });
    for (const headers of [anyone, { Host: '127.0.0.1' }, bearer(made.admin)]) {
      const status = async (method: string, path: string) => {
        const withBody = /^(POST|PUT|PATCH)$/.test(method) && { body: {} };
        const reply = await ask(port, { method, path, headers, ...withBody });
        return reply.status === 403 ? JSON.parse(reply.text).error.code : reply.status;
      };
      const body = { question: 'What is a token?', conversation: 'new' };
      const answered = await ask(port, { method: 'POST', path: '/api/chat', headers, body });
      expect(answered.status).toBe(200);
      expect(JSON.parse(answered.text).stored).toBeUndefined();
      expect(JSON.parse(answered.text).answer.status).toBe('answered');
      const listed = await ask(port, { path: '/api/conversations', headers });
      expect(JSON.parse(listed.text)).toEqual({ conversations: [] });
      expect(await status('GET', '/api/documents')).toBe(200);
      expect(await status('GET', '/api/turns/1')).toBe(404);
      const session = await ask(port, { path: '/api/session', headers });
      expect(JSON.parse(session.text)).toMatchObject({ demo: true, answerers: ['extractive'] });
      for (const [method, path] of [
        ['GET', '/api/settings'],
        ['PUT', '/api/settings'],
        ['GET', '/api/keys'],
        ['POST', '/api/keys'],
        ['DELETE', '/api/keys/1'],
        ['PATCH', '/api/conversations/1'],
        ['DELETE', '/api/conversations/1'],
      ] as const) {
        expect(await status(method, path), `${method} ${path}`).toBe('demo');
      }
    }
    expect(conversations.list('')).toEqual([]);
  });

  it('still refuses a wrong key', async () => {
    const port = await start({ demo: true });
    const reply = await ask(port, { path: '/api/documents', headers: bearer('wrong') });
    expect(reply.status).toBe(401);
  });
});

describe('the file of keys', () => {
  it('opens nothing when it is broken', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'groundwork-keys-'));
    const own = openKeys({ folder, environmentKey });
    const { key } = await own.add({ name: 'one', scope: 'admin' });
    const port = await start({ keys: own });
    const status = async (given: string) =>
      (await ask(port, { path: '/api/documents', headers: bearer(given) })).status;
    expect(await status(key)).toBe(200);
    let told = 0;
    own.onBroken(() => {
      told += 1;
    });
    writeFileSync(join(folder, 'keys.json'), '{"keys": [');
    await new Promise((resolve) => setTimeout(resolve, soon));
    expect(await status(key)).toBe(401);
    expect(await status(environmentKey)).toBe(200);
    expect(told).toBe(1);
    own.close();
    expect(existsSync(join(folder, 'keys.json.lock'))).toBe(false);
    rmSync(folder, { recursive: true });
  });
});
