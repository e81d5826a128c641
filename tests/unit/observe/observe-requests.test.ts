import { once } from 'node:events';
import { createServer, request as requestRaw } from 'node:http';
import type { AddressInfo } from 'node:net';
import express, { type Express } from 'express';
import request from 'supertest';
import { describe, expect, it, onTestFinished } from 'vitest';
import { setCaller } from '../../../src/access/caller.ts';
import type { RefusalEvent, RequestEvent } from '../../../src/observe/log-event.ts';
import type { StreamCut } from '../../../src/observe/metrics.ts';
import { noteCode, noteCut } from '../../../src/observe/noted-reply.ts';
import { observeRequests } from '../../../src/observe/observe-requests.ts';
import { currentRequestId } from '../../../src/observe/request-id.ts';

interface Ended {
  readonly request: Omit<RequestEvent, 'event'>;
  readonly reason: RefusalEvent['reason'] | null;
  readonly cut: StreamCut | null;
}

function observedApp(): {
  readonly app: Express;
  readonly ended: Ended[];
  readonly heard: Promise<void>;
} {
  const ended: Ended[] = [];
  const app = express();
  let hear = () => {};
  const heard = new Promise<void>((resolve) => {
    hear = resolve;
  });
  let made = 0;
  app.use(
    observeRequests({
      observer: {
        requestEnded: (observed, reason, cut) => {
          ended.push({ request: observed, reason, cut });
          hear();
        },
        answerBegins: () => {},
        answerEnded: () => {},
        ingested: () => {},
        failed: () => {},
      },
      routeOf: (path) => (path === '/known' ? '/known' : 'other'),
      newRequestId: () => {
        made += 1;
        return `r${made}`;
      },
      clock: () => 5,
    }),
  );
  return { app, ended, heard };
}

describe('observeRequests', () => {
  it('gives each request an id of its own, told to the client and to all that works on it', async () => {
    const { app, ended } = observedApp();
    app.get('/known', express.json(), async (_request, response) => {
      await new Promise((resolve) => setImmediate(resolve));
      setCaller(response, { id: 'k1', scope: 'read', isLocal: false, address: '192.0.2.1' });
      response.json({ requestId: currentRequestId() });
    });
    const reply = await request(app).get('/known?q=secret').set('X-Request-Id', 'secret');
    expect(reply.headers['x-request-id']).toBe('r1');
    expect(reply.body).toEqual({ requestId: 'r1' });
    expect((await request(app).get('/known')).headers['x-request-id']).toBe('r2');
    expect(ended[0]?.request).toMatchObject({
      requestId: 'r1',
      method: 'GET',
      route: '/known',
      status: 200,
      complete: true,
      caller: 'k1',
    });
    expect(ended[0]?.request.bytes).toBeGreaterThan(50);
    expect(JSON.stringify(ended)).not.toContain('secret');
  });

  it('takes refusals by the code of their reply, else by their status', async () => {
    const { app, ended } = observedApp();
    const replies: readonly (readonly [number, string?])[] = [
      [429, 'quota-exceeded'],
      [429],
      [503, 'busy'],
      [503, 'not-ready'],
      [403, 'some-new-code'],
      [404, 'not-found'],
    ];
    for (const [at, [status, code]] of replies.entries()) {
      app.get(`/${at}`, (_request, response) => {
        if (code !== undefined) noteCode(response, code);
        response.status(status).end();
      });
      await request(app).get(`/${at}`);
    }
    expect(ended.map(({ reason }) => reason)).toEqual([
      'quota-exceeded',
      'too-many-requests',
      'busy',
      null,
      'other',
      null,
    ]);
  });

  it('knows few methods by name', async () => {
    const { app, ended } = observedApp();
    await request(app).propfind('/x');
    expect(ended[0]?.request.method).toBe('other');
  });

  it.each([
    ['client', undefined],
    ['stalled', 'stalled'],
  ] as const)('tells a stream that was cut (%s) from one that ended', async (told, noted) => {
    const { app, ended, heard } = observedApp();
    app.get('/known', (_request, response) => {
      if (noted) noteCut(response, noted);
      response.type('text/event-stream').write('data: {}\n\n');
    });
    const server = createServer(app).listen(0, '127.0.0.1');
    onTestFinished(() => void server.close());
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const client = requestRaw({ port, host: '127.0.0.1', path: '/known' }, (reply) => {
      reply.on('error', () => {});
      client.destroy();
    });
    client.on('error', () => {}).end();
    await heard;
    expect(ended[0]).toMatchObject({ request: { status: 200, complete: false }, cut: told });
  });

  it('notes 499 for a client that left before there was an answer', async () => {
    const { app, ended, heard } = observedApp();
    const server = createServer(app).listen(0, '127.0.0.1');
    onTestFinished(() => void server.close());
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const client = requestRaw({ port, host: '127.0.0.1', path: '/known' });
    app.get('/known', () => client.destroy());
    client.on('error', () => {}).end();
    await heard;
    expect(ended[0]).toMatchObject({
      request: { status: 499, complete: false, caller: null },
      reason: null,
      cut: null,
    });
  });
});
