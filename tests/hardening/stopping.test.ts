import { describe, expect, it } from 'vitest';
import { askStream } from './ask-stream.ts';
import { startUnderTest } from './start-under-test.ts';
import { reportFigure, reportZero, sizeOf } from './tier.ts';

const n = 50;
const rounds = sizeOf(1, 10);
const wantedSeconds = 10;

describe('a server that is told to stop', () => {
  it(`ends each of ${n} running answers with one terminal event, and itself with 0`, async () => {
    let broken = 0;
    let slowest = 0;
    const codes: (number | null)[] = [];
    for (let round = 0; round < rounds; round += 1) {
      const server = await startUnderTest();
      let begun = 0;
      // Half of them end by themselves, half would go on for longer than there is time.
      const asking = Array.from({ length: n }, (_, at) =>
        askStream(
          server.url,
          `How does LoRA save memory?${at % 2 === 0 ? ' Tell it slowly.' : ' Tell it very slowly.'}`,
          {
            onBegin: () => {
              begun += 1;
            },
          },
        ),
      );
      while (begun < n) await new Promise((resolve) => setTimeout(resolve, 20));
      const told = performance.now();
      codes.push(await server.stop());
      slowest = Math.max(slowest, (performance.now() - told) / 1_000);
      broken += (await Promise.all(asking)).filter(({ isWhole }) => !isWhole).length;
    }
    reportZero({
      what: 'Answers under way at SIGTERM without exactly one terminal event',
      n: n * rounds,
      failures: broken,
    });
    reportFigure({
      figure: `A server with ${n} running answers ends after SIGTERM`,
      asked: `<= ${wantedSeconds} s, exit code 0`,
      measured: `${slowest.toFixed(1)} s, exit code ${[...new Set(codes)].join(' and ')}`,
    });
    expect(broken).toBe(0);
    expect(codes).toEqual(codes.map(() => 0));
    // The clock of the operating system counts from the signal, ours from before it.
    expect(slowest).toBeLessThanOrEqual(wantedSeconds + sizeOf(2, 0.5));
  });
});
