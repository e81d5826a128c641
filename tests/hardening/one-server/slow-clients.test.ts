import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { connect } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { hasProc, megabytes, residentBytes, watchMemory } from '../process-figures.ts';
import { reportFigure, reportZero, sizeOf } from '../tier.ts';
import { type TheServer, theServer } from './the-server.ts';

const stalledReaders = fileURLToPath(new URL('../stalled-readers.py', import.meta.url));
const hasPython = spawnSync('python3', ['--version']).status === 0;
if (!hasPython) console.log('SKIPPED: stalled readers need python3, which is not here.');

const wanted = { megabytes: 50, healthMs: 200, stallSeconds: 30, headerSeconds: 20 };
/** How far from it a machine that does other work may be. */
const slack = sizeOf(4, 1);
const readers = sizeOf(30, 100);
/** Their answers are long; asked all in one moment they would be a test of that. */
const askEverySeconds = 0.4;
const tricklers = 500;

describe.concurrent('slow clients', () => {
  let server: TheServer;
  let before = 0;
  let memory: { stop(): number } | undefined;
  let health: { stop(): Promise<readonly number[]> };

  beforeAll(async () => {
    server = theServer();
    // As many answers that are read: what a process keeps once it has answered is not what stalled ones add.
    for (let asked = 0; asked < readers; asked += 1) {
      await (await fetch(`${server.url}/api/chat`, { method: 'POST', ...longQuestion })).text();
    }
    before = hasProc ? residentBytes(server.pid) : 0;
    memory = hasProc ? watchMemory(server.pid) : undefined;
    health = watchHealth(server.url);
  }, 300_000);

  afterAll(async () => {
    const times = [...(await health.stop())].sort((one, other) => one - other);
    const slowest = times.at(-1) ?? Number.POSITIVE_INFINITY;
    const grown = memory === undefined ? 0 : memory.stop() - before;
    reportFigure({
      figure: `Slowest of ${times.length} replies of /health beside slow clients (half of them within ${times[times.length >> 1]?.toFixed(0)} ms)`,
      asked: `<= ${wanted.healthMs} ms`,
      measured: `${slowest.toFixed(0)} ms`,
    });
    reportFigure({
      figure: `Memory that ${readers} stalled readers and ${tricklers} slow headers add`,
      asked: `<= ${wanted.megabytes} MB`,
      measured: megabytes(grown),
    });
    expect(slowest).toBeLessThanOrEqual(wanted.healthMs * slack);
    expect(grown / 1e6).toBeLessThanOrEqual(wanted.megabytes * slack);
  });

  it.skipIf(!hasPython)('that stop reading a long answer are cut after half a minute', async () => {
    const { first, last, cut } = await stall(server, sizeOf(160, 300));
    reportZero({
      what: 'Stalled readers that were not cut',
      n: readers,
      failures: readers - cut,
    });
    reportFigure({
      figure: `The first and the last of ${readers} stalled readers are cut, since the first asked; the last asks ${(readers * askEverySeconds).toFixed(0)} s later`,
      asked: `${wanted.stallSeconds} s after it stalls`,
      measured: `${first.toFixed(1)} s and ${last.toFixed(1)} s`,
    });
    expect(cut).toBe(readers);
    // One look more or less.
    expect(first).toBeGreaterThanOrEqual(wanted.stallSeconds - 1);
  });

  it('that trickle their headers are cut', async () => {
    const begun = performance.now();
    const ends = await Promise.all(
      Array.from({ length: tricklers }, () => trickle(server.url, begun)),
    );
    const cut = ends.filter((seconds) => seconds !== undefined);
    const last = Math.max(...cut);
    reportZero({
      what: 'Connections with slow headers that were not cut',
      n: tricklers,
      failures: tricklers - cut.length,
    });
    reportFigure({
      figure: `The last of ${tricklers} connections with slow headers is cut`,
      asked: `<= ${wanted.headerSeconds} s`,
      measured: `${last.toFixed(1)} s`,
    });
    expect(cut).toHaveLength(tricklers);
    expect(last).toBeLessThanOrEqual(wanted.headerSeconds * sizeOf(1.5, 1.05));
  });
});

const longQuestion = {
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify({ question: 'How does LoRA save memory? Tell it at length.', stream: true }),
};

interface Cuts {
  readonly cut: number;
  /** Seconds since the first reader asked. */
  readonly first: number;
  readonly last: number;
}

/** What was cut is told by the server: a reader with a full buffer sees nothing of it. */
async function stall(server: TheServer, patienceSeconds: number): Promise<Cuts> {
  const { hostname, port } = new URL(server.url);
  const before = await stalledCuts(server);
  const begun = performance.now();
  const program = spawn(
    'python3',
    [
      stalledReaders,
      hostname,
      port,
      String(readers),
      String(askEverySeconds),
      '/api/chat',
      longQuestion.body,
    ],
    { stdio: ['pipe', 'ignore', 'inherit'] },
  );
  let cuts: Cuts = { cut: 0, first: 0, last: 0 };
  try {
    while (cuts.cut < readers) {
      const seconds = (performance.now() - begun) / 1_000;
      if (seconds > patienceSeconds) break;
      const cut = (await stalledCuts(server)) - before;
      if (cut > cuts.cut) cuts = { cut, first: cuts.first || seconds, last: seconds };
      await wait(500);
    }
  } finally {
    program.stdin.end();
  }
  return cuts;
}

async function stalledCuts({ url }: TheServer): Promise<number> {
  const metrics = await (await fetch(`${url}/metrics`)).text();
  const line = /^groundwork_stream_cuts_total\{reason="stalled"\} (\d+)$/m.exec(metrics);
  return z.coerce.number().parse(line?.[1]);
}

/** Seconds until the server ended it; undefined where it did not within a minute. */
async function trickle(url: string, begun: number): Promise<number | undefined> {
  const { hostname, port, host } = new URL(url);
  const socket = connect(Number(port), hostname);
  socket.on('error', () => undefined);
  socket.resume();
  const closed = once(socket, 'close').then(() => (performance.now() - begun) / 1_000);
  await once(socket, 'connect');
  socket.write(`GET /health HTTP/1.1\r\nHost: ${host}\r\n`);
  const trickling = setInterval(() => socket.write('X-Slow: yes\r\n'), 1_000);
  const end = await Promise.race([closed, wait(60_000, undefined, { ref: false })]);
  clearInterval(trickling);
  socket.destroy();
  return end;
}

/** Asks `/health` again and again; `stop` gives how long each took, in ms. */
function watchHealth(url: string): { stop(): Promise<readonly number[]> } {
  const times: number[] = [];
  let isOver = false;
  const watching = (async () => {
    while (!isOver) {
      const begun = performance.now();
      await (await fetch(`${url}/health`)).text();
      times.push(performance.now() - begun);
      await wait(50);
    }
  })();
  return {
    stop: async () => {
      isOver = true;
      await watching;
      return times;
    },
  };
}
