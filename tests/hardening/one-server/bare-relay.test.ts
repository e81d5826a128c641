/** What of the figures under load is Node's own: the same streams through a relay that does nothing else. */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { askRaw } from '../ask-raw.ts';
import { hasProc, residentBytes } from '../process-figures.ts';
import { reportFigure, sizeOf } from '../tier.ts';
import { openBecomes, theServer } from './the-server.ts';

const child = fileURLToPath(new URL('../bare-relay-child.mjs', import.meta.url));
const n = sizeOf(50, 500);
const rounds = 5;
/** As long as what the server sends with a question. */
const prompt = `Tell it slowly. ${'A word of a passage, and another. '.repeat(220)}`;

describe('a bare relay', () => {
  let relay: ChildProcess;
  let url: string;

  beforeAll(async () => {
    relay = fork(child, [theServer().modelUrl, prompt]);
    const [port]: number[] = await once(relay, 'message');
    url = `http://127.0.0.1:${port}`;
  });

  afterAll(async () => {
    relay.kill();
    await once(relay, 'close');
  });

  it('closes the streams of the model when all askers leave, and holds them until then', async () => {
    const server = theServer();
    const closing: number[] = [];
    const growth: number[] = [];
    await openBecomes(server, (open) => open === 0);
    for (let round = 0; round < rounds; round += 1) {
      const before = hasProc ? residentBytes(relay.pid!) : 0;
      const sockets = await askRaw(url, 'Anything', n);
      await openBecomes(server, (open) => open === n);
      growth.push(hasProc ? (residentBytes(relay.pid!) - before) / n / 1_000 : 0);
      for (const socket of sockets) socket.resetAndDestroy();
      closing.push(await openBecomes(server, (open) => open === 0));
    }
    closing.sort((one, other) => one - other);
    const [least, middle, most] = [closing[0], closing[rounds >> 1], closing.at(-1)].map((ms) =>
      ms?.toFixed(0),
    );
    reportFigure({
      figure: `The last of ${n} streams of the model closes after all askers of a bare relay left: middle of ${rounds} rounds (least to most)`,
      asked: 'reported',
      measured: `${middle} ms (${least} to ${most})`,
    });
    reportFigure({
      figure: `Memory of a bare relay for each of ${n} streams, in its first round`,
      asked: 'reported',
      measured: `${growth[0]?.toFixed(0)} kB`,
    });
    expect(closing).toHaveLength(rounds);
  });
});
