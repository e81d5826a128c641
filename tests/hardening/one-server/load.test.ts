import { setTimeout as wait } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { askStream, type StreamedAnswer } from '../ask-stream.ts';
import { hasProc, residentBytes, watchMemory } from '../process-figures.ts';
import { startUnderTest } from '../start-under-test.ts';
import { reportFigure, reportZero, sizeOf } from '../tier.ts';
import { type LoopDelay, loopDelay, openModelStreams, theServer } from './the-server.ts';

const questions = [
  'How does LoRA save memory?',
  'Why are attention scores scaled?',
  'What is the difference between a GAN and a VAE?',
  'How does retrieval-augmented generation work?',
  'What does temperature do in decoding?',
];
const asksPerSecond = 40;
const wanted = { loopDelayMs: 50, answerKilobytes: 150 };
/** How far from it a machine that does other work may be. */
const slack = sizeOf(6, 1);
/** The heap of a young process grows by more than its answers hold. */
const memorySlack = sizeOf(20, 1);

describe('many answers at once', () => {
  const n = sizeOf(200, 1_000);

  it(`end with exactly one terminal event each: ${n} of them`, async () => {
    const pace = sizeOf('slowly', 'very slowly');
    const round = await askMany({ n, pace, everyMs: 1_000 / asksPerSecond });
    reportRound(`${n} answers at once, ${asksPerSecond} more each second`, round);
    reportZero({
      what: 'Answers at once without exactly one terminal event',
      n,
      failures: round.broken.length,
    });
    reportZero({
      what: 'Answers at once that ended in an error',
      n,
      failures: round.failed.length,
    });
    reportFigure({
      figure: `Event loop delay p99 under ${n} answers at once`,
      asked: `<= ${wanted.loopDelayMs} ms`,
      measured: `${round.delay.p99.toFixed(1)} ms`,
    });
    reportFigure({
      figure: `Memory for each of ${n} answers at once`,
      asked: `<= ${wanted.answerKilobytes} kB`,
      measured: `${round.answerKilobytes.toFixed(0)} kB`,
    });
    expect(round.broken).toEqual([]);
    expect(round.failed).toEqual([]);
    expect(round.delay.p99).toBeLessThanOrEqual(wanted.loopDelayMs * slack);
    expect(round.answerKilobytes).toBeLessThanOrEqual(wanted.answerKilobytes * memorySlack);
  });

  it(`end with exactly one terminal event each where all ${n} are asked in one moment`, async () => {
    const round = await askMany({ n, pace: 'slowly', everyMs: 0 });
    reportRound(`${n} answers asked in one moment`, round);
    reportZero({
      what: 'Answers asked in one moment without exactly one terminal event',
      n,
      failures: round.broken.length,
    });
    expect(round.broken).toEqual([]);
    expect(round.failed).toEqual([]);
  });
});

describe('answers above the cap', () => {
  it('are refused with 503 and when to ask again; those below it end whole', async () => {
    const cap = 5;
    const server = await startUnderTest({ MAX_ANSWERS_AT_ONCE: String(cap) });
    try {
      const answers = await Promise.all(
        Array.from({ length: cap * 4 }, () =>
          askStream(server.url, 'How does LoRA save memory? Tell it slowly.'),
        ),
      );
      const whole = answers.filter(({ status, isWhole }) => status === 200 && isWhole);
      const refused = answers.filter(({ status }) => status === 503);
      expect(whole).toHaveLength(cap);
      expect(refused).toHaveLength(answers.length - cap);
      for (const { headers } of refused) {
        const seconds = Number(headers['retry-after']);
        expect(seconds).toBeGreaterThanOrEqual(1);
        expect(seconds).toBeLessThanOrEqual(60);
      }
      const again = await askStream(server.url, 'How does LoRA save memory?');
      expect(again).toMatchObject({ status: 200, isWhole: true });
    } finally {
      await server.stop();
    }
  });
});

interface Round {
  readonly broken: readonly string[];
  readonly failed: readonly string[];
  readonly delay: LoopDelay;
  readonly answerKilobytes: number;
  /** Replies of the model that were open at the same time, at most. */
  readonly atOnce: number;
  readonly seconds: number;
}

async function askMany({
  n,
  pace,
  everyMs,
}: {
  readonly n: number;
  readonly pace: string;
  readonly everyMs: number;
}): Promise<Round> {
  const server = theServer();
  const ask = (at: number): Promise<StreamedAnswer> => {
    const question = questions[at % questions.length]!;
    // Every fifth asks for quotes alone; the others wait for the model.
    return at % 5 === 4
      ? askStream(server.url, question, { answers: 'extractive' })
      : askStream(server.url, `${question} Tell it ${pace}.`);
  };
  // What is loaded with the first answers belongs to none of them.
  await Promise.all(
    Array.from({ length: 10 }, (_, at) => askStream(server.url, questions[at % 5]!)),
  );
  await loopDelay(server);
  const before = hasProc ? residentBytes(server.pid) : 0;
  const memory = hasProc ? watchMemory(server.pid) : undefined;
  const begun = performance.now();
  let isOver = false;
  let atOnce = 0;
  const watching = (async () => {
    while (!isOver) {
      atOnce = Math.max(atOnce, await openModelStreams(server));
      await wait(100);
    }
  })();
  const answers = await Promise.all(
    Array.from({ length: n }, async (_, at) => {
      if (everyMs > 0) await wait(at * everyMs);
      return ask(at);
    }),
  );
  isOver = true;
  await watching;
  const grown = memory === undefined ? 0 : memory.stop() - before;
  return {
    broken: answers.filter(({ status, isWhole }) => status !== 200 || !isWhole).map(shortly),
    failed: answers.filter(({ terminals }) => terminals[0] === 'error').map(shortly),
    delay: await loopDelay(server),
    answerKilobytes: grown / n / 1_000,
    atOnce,
    seconds: (performance.now() - begun) / 1_000,
  };
}

function reportRound(what: string, { delay, answerKilobytes, atOnce, seconds }: Round): void {
  reportFigure({
    figure: what,
    asked: 'reported',
    measured: `loop delay p50 ${delay.p50.toFixed(1)}, p99 ${delay.p99.toFixed(1)}, greatest ${delay.max.toFixed(0)} ms; ${answerKilobytes.toFixed(0)} kB each; at most ${atOnce} replies of the model open; ${seconds.toFixed(1)} s`,
  });
}

function shortly({ status, terminals, text }: StreamedAnswer): string {
  return `${status} ${terminals.join(' ')} …${text.slice(-200)}`;
}
