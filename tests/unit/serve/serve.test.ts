import { Agent, get, type RequestListener } from 'node:http';
import { connect, type Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import { type RunningServer, serve } from '../../../src/serve/serve.ts';

const stallMs = 200;
const large = Buffer.alloc(40_000_000, 'x');
let server: RunningServer;
let agent: Agent | undefined;

afterEach(async () => {
  agent?.destroy();
  await server.stop(100);
});

async function start(app: RequestListener): Promise<void> {
  server = await serve(app, '127.0.0.1', 0, { stallMs });
}

/** Has asked, and reads nothing until it is told to. */
function askAndPause(): Promise<Socket> {
  return new Promise((resolve) => {
    const socket = connect(Number(new URL(server.url).port), '127.0.0.1', () => {
      socket.pause();
      socket.write('GET / HTTP/1.1\r\nHost: localhost\r\n\r\n');
      resolve(socket);
    });
    socket.on('error', () => undefined);
  });
}

describe('serve', () => {
  it('cuts a reader that takes nothing of a reply, of whatever kind', async () => {
    let ended = false;
    await start((_request, response) => {
      response.on('close', () => {
        ended = true;
      });
      response.end(large);
    });
    const begun = performance.now();
    const socket = await askAndPause();
    while (!ended && performance.now() - begun < 5_000) await sleep(20);
    expect(ended).toBe(true);
    expect(performance.now() - begun).toBeGreaterThanOrEqual(stallMs);
    let taken = 0;
    socket.on('data', (piece) => {
      taken += piece.length;
    });
    await new Promise((resolve) => socket.on('close', resolve).resume());
    expect(taken).toBeLessThan(large.length);
  });

  it('waits for a slow reader', async () => {
    await start((_request, response) => response.end(large));
    const socket = await askAndPause();
    let taken = 0;
    socket.on('data', (piece) => {
      taken += piece.length;
      socket.pause();
      setTimeout(() => socket.resume(), 1);
    });
    const begun = performance.now();
    while (performance.now() - begun < 5 * stallMs) {
      socket.resume();
      await sleep(20);
    }
    socket.removeAllListeners('data');
    socket.on('data', (piece) => {
      taken += piece.length;
    });
    socket.resume();
    while (taken < large.length && !socket.destroyed) await sleep(20);
    expect(taken).toBeGreaterThan(large.length);
    socket.destroy();
  });

  it('waits for a reply that takes its time', async () => {
    await start((_request, response) => void setTimeout(() => response.end('late'), 4 * stallMs));
    expect(await (await fetch(server.url)).text()).toBe('late');
  });

  it('stops without waiting for connections that are only kept', async () => {
    let isAsked = () => {};
    const asked = new Promise<void>((resolve) => {
      isAsked = resolve;
    });
    await start((_request, response) => {
      isAsked();
      setTimeout(() => response.end('done'), 300);
    });
    agent = new Agent({ keepAlive: true });
    const replied = new Promise<string>((resolve) => {
      get(server.url, { agent }, (reply) => void text(reply).then(resolve));
    });
    await asked;
    const begun = performance.now();
    await server.stop(5_000);
    expect(await replied).toBe('done');
    const ms = performance.now() - begun;
    expect(ms).toBeLessThan(2_000);
  });
});
