import { describe, expect, it } from 'vitest';
import { atOnce, inTurns, type Steps } from '../../src/steps.ts';

/** Counts up; each step takes 2 ms. */
function* counting(until: number, seen: number[] = []): Steps<number> {
  for (let at = 1; at <= until; at += 1) {
    for (const begun = performance.now(); performance.now() - begun < 2; );
    seen.push(at);
    yield;
  }
  return until;
}

// biome-ignore lint/correctness/useYield: it fails before its first step ends
function* failing(): Steps<never> {
  throw new RangeError('no more');
}

describe('steps', () => {
  it('give the same result at once and in turns', async () => {
    expect(atOnce(counting(3))).toBe(3);
    expect(await inTurns(counting(3))).toBe(3);
    expect(() => atOnce(failing())).toThrow(RangeError);
    await expect(inTurns(failing())).rejects.toThrow(RangeError);
  });

  it('let nothing go between them at once', async () => {
    let others = 0;
    const other = setImmediate(() => {
      others += 1;
    });
    atOnce(counting(10));
    expect(others).toBe(0);
    clearImmediate(other);
  });

  it('let others go again and again in turns, and go on in order', async () => {
    const seen: number[] = [];
    const heard: number[] = [];
    const timer = setInterval(() => heard.push(seen.length), 1);
    expect(await inTurns(counting(40, seen))).toBe(40);
    clearInterval(timer);
    expect(seen).toEqual(Array.from({ length: 40 }, (_, at) => at + 1));
    // 80 ms in turns of 5 to 7: a step that takes longer makes fewer of them.
    expect(heard.filter((steps) => steps > 0 && steps < 40).length).toBeGreaterThanOrEqual(5);
  });
});
