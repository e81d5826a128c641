import { createServer, type Server, type ServerResponse } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import {
  type EventStream,
  type EventStreamOptions,
  openEventStream,
} from '../../../src/serve/event-stream.ts';

interface Opened {
  readonly stream: EventStream;
  readonly response: ServerResponse;
  /** Connected, and reading nothing until told to. */
  readonly socket: Socket;
}

const servers: Server[] = [];

function open(options: EventStreamOptions = {}): Promise<Opened> {
  return new Promise((resolve) => {
    let socket: Socket;
    const server = createServer((_request, response) => {
      resolve({ stream: openEventStream(response, options), response, socket });
    });
    servers.push(server);
    server.listen(0, '127.0.0.1', () => {
      socket = connect((server.address() as AddressInfo).port, '127.0.0.1', () => {
        socket.pause();
        socket.write('GET / HTTP/1.1\r\nHost: localhost\r\n\r\n');
      });
      socket.on('error', () => undefined);
    });
  });
}

function readAll(socket: Socket): Promise<string> {
  return new Promise((resolve) => {
    const taken: Buffer[] = [];
    const settle = () => resolve(Buffer.concat(taken).toString());
    socket.on('data', (bytes) => {
      taken.push(bytes);
      if (bytes.subarray(-5).toString() === '0\r\n\r\n') settle();
    });
    socket.on('close', settle);
    socket.resume();
  });
}

const large = { type: 'data-large', data: 'x'.repeat(100_000) };

afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

describe('openEventStream', () => {
  it('writes events in order, ends with [DONE] and nothing after it', async () => {
    const { stream, socket } = await open({ headers: { 'X-Kind': 'test' } });
    const whole = readAll(socket);
    void stream.send({ type: 'one', text: 'two\nlines' });
    await stream.send({ type: 'two' });
    void stream.close();
    await stream.send({ type: 'late' });
    await stream.close();
    const text = await whole;
    expect(text.match(/^data: .*$/gm)).toEqual([
      'data: {"type":"one","text":"two\\nlines"}',
      'data: {"type":"two"}',
      'data: [DONE]',
    ]);
    const head = text.split('\r\n\r\n')[0]!.toLowerCase();
    expect(head).toContain('content-type: text/event-stream; charset=utf-8');
    expect(head).toContain('cache-control: no-cache, no-transform');
    expect(head).toContain('connection: keep-alive');
    expect(head).toContain('x-accel-buffering: no');
    expect(head).toContain('x-kind: test');
  });

  it('keeps a quiet stream alive with comment lines', async () => {
    const { stream, socket } = await open({ heartbeatMs: 20 });
    let beats = 0;
    socket.on('data', (bytes) => {
      beats += bytes.toString().match(/^: /gm)?.length ?? 0;
    });
    const whole = readAll(socket);
    while (beats < 2) await sleep(10);
    await stream.close();
    expect(await whole).toContain('data: [DONE]');
  });

  it('waits for a slow reader and holds no more than one event for it', async () => {
    const { stream, response, socket } = await open({ stallMs: 10_000 });
    const added = response.listenerCount('drain') + response.listenerCount('close');
    let sent = 0;
    let most = 0;
    const sending = (async () => {
      for (; sent < 200; sent += 1) {
        await stream.send(large);
        most = Math.max(most, response.writableLength);
        expect(response.listenerCount('drain') + response.listenerCount('close')).toBe(added);
      }
      await stream.close();
    })();
    await sleep(200);
    expect(sent).toBeLessThan(200);
    expect(response.writableLength).toBeLessThan(300_000);
    const text = await readAll(socket);
    await sending;
    expect(sent).toBe(200);
    expect(most).toBeLessThan(300_000);
    expect(text.match(/^data: \{/gm)).toHaveLength(200);
  });

  it('cuts a reader that takes nothing', async () => {
    const { stream, response } = await open({ stallMs: 150, heartbeatMs: 20 });
    const begun = performance.now();
    for (let sent = 0; sent < 200 && !stream.closed.aborted; sent += 1) await stream.send(large);
    expect(stream.closed.aborted).toBe(true);
    expect(response.destroyed).toBe(true);
    expect(performance.now() - begun).toBeLessThan(3_000);
    await stream.send({ type: 'late' });
    await stream.close();
  });

  it('cuts a reader that takes nothing of the end', async () => {
    const { stream } = await open({ stallMs: 100 });
    const sending = stream.send({ type: 'data-huge', data: 'x'.repeat(30_000_000) });
    const begun = performance.now();
    await Promise.all([sending, stream.close()]);
    expect(stream.closed.aborted).toBe(true);
    expect(performance.now() - begun).toBeLessThan(3_000);
  });

  it('tells when the reader has left, and lets go of whoever waits', async () => {
    const { stream, socket } = await open();
    const sending = (async () => {
      while (!stream.closed.aborted) await stream.send(large);
    })();
    await sleep(50);
    socket.destroy();
    await sending;
    await stream.close();
    expect(stream.closed.aborted).toBe(true);
  });
});
