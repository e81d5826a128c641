import type { Socket } from 'node:net';
import { beforeEach, describe, expect, it } from 'vitest';
import { askRaw } from '../ask-raw.ts';
import { askStream } from '../ask-stream.ts';
import { reportFigure, reportZero, sizeOf } from '../tier.ts';
import { openBecomes, type TheServer, theServer } from './the-server.ts';

const n = sizeOf(50, 500);
const question = 'How does LoRA save memory? Tell it slowly.';
const wantedMs = 250;
/** How far from it a machine that does other work may be. */
const slack = sizeOf(8, 1);

describe('askers that leave', () => {
  let server: TheServer;

  beforeEach(async () => {
    server = theServer();
    await openBecomes(server, (open) => open === 0);
  });

  it('by destroying the connection close the stream of the model', async () => {
    const leaving = new AbortController();
    const asking = Array.from({ length: n }, () =>
      askStream(server.url, question, { signal: leaving.signal }),
    );
    await openBecomes(server, (open) => open === n);
    leaving.abort();
    await checkClosed('destroy', server);
    for (const answer of await Promise.all(asking)) expect(answer.terminals).toEqual([]);
    await checkAnswering(server);
  });

  it('by a reset close the stream of the model', async () => {
    const sockets = await askRaw(server.url, question, n);
    await openBecomes(server, (open) => open === n);
    for (const socket of sockets) socket.resetAndDestroy();
    await checkClosed('reset', server);
    await checkAnswering(server);
  });

  it('by half of the connection still get the answer, or close the stream of the model', async () => {
    const few = 10;
    const sockets = await askRaw(server.url, question, few);
    await openBecomes(server, (open) => open === few);
    const texts = sockets.map(readAll);
    for (const socket of sockets) socket.end();
    const whole = (await Promise.all(texts)).filter(
      (text) => /"type":"finish"/.test(text) && text.includes('data: [DONE]'),
    );
    console.log(`Half-open askers that got their answer: ${whole.length} of ${few}`);
    await openBecomes(server, (open) => open === 0);
    // One or the other for all of them: none is left hanging.
    expect([0, few]).toContain(whole.length);
    await checkAnswering(server);
  });
});

async function checkClosed(how: string, server: TheServer): Promise<void> {
  const ms = await openBecomes(server, (open) => open === 0);
  reportZero({ what: `Streams of the model open after askers left by ${how}`, n, failures: 0 });
  reportFigure({
    figure: `The last of ${n} streams of the model closes after all askers left by ${how}`,
    asked: `<= ${wantedMs} ms`,
    measured: `${ms.toFixed(0)} ms`,
  });
  expect(ms).toBeLessThanOrEqual(wantedMs * slack);
}

/** Their slots are free: as many again are answered. */
async function checkAnswering({ url }: TheServer): Promise<void> {
  const answers = await Promise.all(
    Array.from({ length: 20 }, () => askStream(url, 'How does LoRA save memory?')),
  );
  for (const answer of answers) expect(answer).toMatchObject({ status: 200, isWhole: true });
}

async function readAll(socket: Socket): Promise<string> {
  let text = '';
  socket.setEncoding('utf8').on('data', (part: string) => {
    text += part;
  });
  if (!socket.closed)
    await new Promise((resolve) => socket.once('end', resolve).once('close', resolve));
  return text;
}
