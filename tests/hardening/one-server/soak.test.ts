import { setTimeout as wait } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { askStream } from '../ask-stream.ts';
import { hasProc, openDescriptors, residentBytes } from '../process-figures.ts';
import { slopeOf } from '../slope-of.ts';
import { reportFigure, reportZero, sizeOf } from '../tier.ts';
import { type TheServer, theServer } from './the-server.ts';

/** Twenty seconds, which only show that all goes on; ten minutes in a release, or as many as SOAK_MINUTES says, and with 0 none. */
const minutes = Number(process.env['SOAK_MINUTES'] || sizeOf(1 / 3, 10));
const askers = 4;
const sampleMs = 1_000;
const wantedSlope = 1;
const descriptorSlack = 12;

interface Sample {
  readonly minute: number;
  readonly bytes: number;
  readonly descriptors: number;
}

describe.skipIf(!hasProc || minutes === 0)('mixed traffic', () => {
  it(`for ${minutes} min leaves memory and open files as they were`, async () => {
    const server = theServer();
    const samples: Sample[] = [];
    const begun = Date.now();
    const until = begun + minutes * 60_000;
    let turns = 0;
    const failures: string[] = [];
    const asking = Array.from({ length: askers }, async (_, asker) => {
      for (let turn = asker; Date.now() < until; turn += 1) {
        const failure = await oneTurn(server, turn).catch((error: unknown) => String(error));
        if (failure !== undefined) failures.push(failure);
        turns += 1;
        await wait(20);
      }
    });
    while (Date.now() < until) {
      samples.push({
        minute: (Date.now() - begun) / 60_000,
        bytes: residentBytes(server.pid),
        descriptors: openDescriptors(server.pid),
      });
      await wait(sampleMs);
    }
    await Promise.all(asking);
    const second = samples.slice(samples.length >> 1);
    const slope = slopeOf(second.map(({ minute, bytes }) => [minute, bytes / 1e6]));
    const descriptors = slopeOf(second.map((sample) => [sample.minute, sample.descriptors]));
    reportZero({ what: 'Failed exchanges of mixed traffic', n: turns, failures: failures.length });
    reportFigure({
      figure: `Memory in the second half of ${minutes} min of mixed traffic (${turns} exchanges)`,
      asked: `<= ${wantedSlope} MB/min`,
      measured: `${slope.toFixed(2)} MB/min`,
    });
    reportFigure({
      figure: `Open file descriptors in the second half of ${minutes} min`,
      asked: 'flat',
      measured: `${descriptors.toFixed(2)} a minute, at most ${Math.max(...second.map((sample) => sample.descriptors))}`,
    });
    expect(failures.slice(0, 5)).toEqual([]);
    // The heap of a young process grows before it is swept: less than ten minutes say nothing.
    if (minutes >= 10) expect(slope).toBeLessThanOrEqual(wantedSlope);
    const [first, last] = [second[0]!.descriptors, second.at(-1)!.descriptors];
    expect(Math.abs(last - first)).toBeLessThanOrEqual(descriptorSlack);
  });
});

const questions = [
  'How does LoRA save memory?',
  'Why are attention scores scaled?',
  'Who won the 2018 World Cup?',
  'What does temperature do in decoding?',
];

/** @returns what went wrong */
async function oneTurn({ url }: TheServer, turn: number): Promise<string | undefined> {
  const question = questions[turn % questions.length]!;
  switch (turn % 8) {
    case 0:
    case 1:
      return wholeOrNot(await askStream(url, question));
    case 2:
      return wholeOrNot(await askStream(url, question, { answers: 'extractive' }));
    case 3: {
      // An asker that leaves soon.
      const signal = AbortSignal.timeout(30);
      await askStream(url, `${question} Tell it slowly.`, { signal });
      return undefined;
    }
    case 4: {
      const stored = await post(`${url}/api/chat`, { question, conversation: 'new' });
      const { stored: place } = JSON.parse(stored.text) as { stored?: { conversationId: string } };
      if (stored.status !== 200 || place === undefined) return `stored: ${stored.status}`;
      const removed = await fetch(`${url}/api/conversations/${place.conversationId}`, {
        method: 'DELETE',
      });
      return removed.ok ? undefined : `DELETE conversation: ${removed.status}`;
    }
    case 5: {
      const messages = [{ role: 'user', content: question }];
      const { status } = await post(`${url}/v1/chat/completions`, {
        model: 'groundwork',
        messages,
      });
      return status === 200 ? undefined : `/v1: ${status}`;
    }
    case 6: {
      const { status } = await post(`${url}/api/chat`, { question: '' });
      return status === 400 ? undefined : `empty question: ${status}`;
    }
    default: {
      const paths = [
        '/',
        '/health',
        '/api/documents',
        '/api/conversations',
        '/metrics',
        '/nowhere',
      ];
      const path = paths[(turn >> 3) % paths.length]!;
      const reply = await fetch(`${url}${path}`);
      await reply.text();
      return reply.status < 500 ? undefined : `${path}: ${reply.status}`;
    }
  }
}

function wholeOrNot({ status, isWhole, text }: Awaited<ReturnType<typeof askStream>>) {
  return status === 200 && isWhole ? undefined : `${status} …${text.slice(-100)}`;
}

async function post(url: string, body: object): Promise<{ status: number; text: string }> {
  const reply = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  return { status: reply.status, text: await reply.text() };
}
