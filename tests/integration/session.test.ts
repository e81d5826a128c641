import express, { type Express } from 'express';
import request from 'supertest';
import { describe, expect, it } from 'vitest';
import { createAttemptLimit } from '../../src/access/attempt-limit.ts';
import { openKeys } from '../../src/access/keys.ts';
import { createProxyCheck } from '../../src/access/trusted-proxies.ts';
import { createErrorHandler } from '../../src/serve/errors.ts';
import { requireAccess } from '../../src/serve/guards.ts';
import { sessionRoutes } from '../../src/serve/session-routes.ts';

const key = 'a key of some length';
/** A name that is not a loopback one, so that the key is demanded. */
const host = 'notes.example';

function createApp(
  environmentKey: string | undefined,
  trustedProxies: readonly string[] = [],
): Express {
  const doors = {
    keys: openKeys({ environmentKey }),
    attempts: createAttemptLimit(),
    staleSessions: createAttemptLimit({ max: 1 }),
    isProxy: createProxyCheck(trustedProxies),
    demo: false,
  };
  const app = express();
  app.set('trust proxy', [...trustedProxies]);
  app.use(requireAccess(doors));
  app.use('/api', sessionRoutes({ ...doors, answerers: () => ['extractive'] }));
  app.get('/api/documents', (_request, response) => {
    response.json({ ok: true });
  });
  app.use(
    createErrorHandler((error) => {
      throw error;
    }),
  );
  return app;
}

const open = (app: Express, body: unknown) =>
  request(app)
    .post('/api/session')
    .set('Host', host)
    .send(body as object);
const read = (app: Express, headers: Record<string, string> = {}) =>
  request(app)
    .get('/api/documents')
    .set({ Host: host, ...headers });

describe('a session', () => {
  it('gives a cookie for the key, which then stands for it', async () => {
    const app = createApp(key);
    expect((await read(app)).status).toBe(401);
    const opened = await open(app, { key });
    expect(opened.status).toBe(204);
    expect(opened.headers['cache-control']).toBe('no-store');
    const [cookie] = opened.headers['set-cookie'] as unknown as string[];
    expect(cookie).toMatch(
      /^groundwork_session=[0-9a-f]{64}; Max-Age=2592000; Path=\/; Expires=[^;]+; HttpOnly; SameSite=Strict$/,
    );
    expect(cookie).not.toContain(key);
    const pair = cookie!.split(';')[0]!;
    expect((await read(app, { Cookie: pair })).status).toBe(200);
    expect((await read(app, { Cookie: `theme=dark; ${pair}; other=1` })).status).toBe(200);
    expect((await read(app, { Authorization: `Bearer ${key}` })).status).toBe(200);
  });

  it('does not stand for another key, nor under another name, nor for a part of its value', async () => {
    const opened = await open(createApp('another key'), { key: 'another key' });
    const foreign = (opened.headers['set-cookie'] as unknown as string[])[0]!.split(';')[0]!;
    const app = createApp(key);
    const own = (await open(app, { key })).headers['set-cookie'] as unknown as string[];
    const pair = own[0]!.split(';')[0]!;
    for (const wrong of [
      foreign,
      `x${pair}`,
      pair.replace('groundwork_session=', 'groundwork_session2='),
      pair.slice(0, -1),
      `${pair}0`,
      'groundwork_session=',
      'groundwork_session',
      `groundwork_session=${key}`,
      '=;;=',
    ]) {
      expect((await read(app, { Cookie: wrong })).status, wrong).toBe(401);
    }
  });

  it('is marked Secure where the request came by https', async () => {
    const opened = await open(createApp(key, ['127.0.0.1']), { key }).set(
      'X-Forwarded-Proto',
      'https',
    );
    expect(String(opened.headers['set-cookie'])).toMatch(/; Secure/);
    const plain = await open(createApp(key), { key }).set('X-Forwarded-Proto', 'https');
    expect(String(plain.headers['set-cookie'])).not.toMatch(/; Secure/);
  });

  it('ends when it is deleted', async () => {
    const closed = await request(createApp(key)).delete('/api/session').set('Host', host);
    expect(closed.status).toBe(204);
    expect(String(closed.headers['set-cookie'])).toMatch(
      /^groundwork_session=; Path=\/; Expires=Thu, 01 Jan 1970 00:00:00 GMT; HttpOnly; SameSite=Strict$/,
    );
  });

  it('refuses a wrong key, and any after ten of them, the right one too', async () => {
    const app = createApp(key);
    expect((await open(app, { key })).status).toBe(204);
    for (let tries = 0; tries < 10; tries += 1) {
      const refused = await open(app, { key: `wrong ${tries}` });
      expect(refused.status).toBe(401);
      expect(refused.body.error.code).toBe('unauthorized');
      expect(refused.headers['set-cookie']).toBeUndefined();
    }
    const late = await open(app, { key }).set('X-Forwarded-For', '203.0.113.7');
    expect(late.status).toBe(429);
    expect(late.body.error.code).toBe('too-many-attempts');
    expect(Number(late.headers['retry-after'])).toBeGreaterThan(0);
    expect(Number(late.headers['retry-after'])).toBeLessThanOrEqual(60);
  });

  it('refuses a body without a key', async () => {
    const app = createApp(key);
    for (const body of [{}, { key: '' }, { key: 7 }, { key, more: true }]) {
      expect((await open(app, body)).status).toBe(400);
    }
    expect((await request(app).post('/api/session').set('Host', host)).status).toBe(400);
  });

  it('is not opened where there is no key, whatever is sent', async () => {
    const opened = await open(createApp(undefined), { key: 'any' });
    expect(opened.status).toBe(401);
    expect(opened.headers['set-cookie']).toBeUndefined();
  });

  it('is dropped by the browser once its key is no more, and counts as one wrong attempt', async () => {
    const app = createApp(key);
    const stale = { Cookie: 'groundwork_session=of-a-revoked-key' };
    for (let times = 0; times < 30; times += 1) {
      const refused = await read(app, stale);
      expect(refused.status).toBe(401);
      expect(String(refused.headers['set-cookie'])).toMatch(/^groundwork_session=; .*1970/);
    }
    expect((await open(app, { key })).status).toBe(204);
    for (let times = 0; times < 9; times += 1) {
      await read(app, { Cookie: `groundwork_session=guess-${times}` });
    }
    expect((await open(app, { key })).status).toBe(429);
  });

  it('is not needed on this machine under its loopback name', async () => {
    const app = createApp(key);
    expect((await read(app, { Host: '127.0.0.1' })).status).toBe(200);
    expect((await read(app, { Host: 'rebound.example' })).status).toBe(401);
  });
});
