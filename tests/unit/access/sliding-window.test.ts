import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createSlidingWindow } from '../../../src/access/sliding-window.ts';

const windowMs = 60_000;

function at(max: number, maxNames = 10_000) {
  const clock = { ms: 0 };
  return { clock, window: createSlidingWindow({ max, maxNames, now: () => clock.ms }) };
}

describe('createSlidingWindow', () => {
  it('lets the n-th pass and holds the next one back until the first is a minute old', () => {
    const { clock, window } = at(3);
    for (const ms of [0, 10_000, 20_000]) {
      clock.ms = ms;
      expect(window.waitSeconds('a')).toBe(0);
      window.note('a');
    }
    clock.ms = 20_001;
    expect(window.waitSeconds('a')).toBe(40);
    clock.ms = 59_999;
    expect(window.waitSeconds('a')).toBe(1);
    clock.ms = 60_000;
    expect(window.waitSeconds('a')).toBe(0);
    window.note('a');
    expect(window.waitSeconds('a')).toBe(10);
  });

  it('counts each name for itself', () => {
    const { window } = at(1);
    window.note('a');
    expect(window.waitSeconds('a')).toBe(60);
    expect(window.waitSeconds('b')).toBe(0);
  });

  it('never lets more than n pass within any window, and lets pass whoever waited as told', () => {
    const steps = fc.array(fc.tuple(fc.nat(20_000), fc.constantFrom('a', 'b')), { maxLength: 200 });
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 6 }), steps, (max, moves) => {
        const { clock, window } = at(max);
        const passed: Record<string, number[]> = { a: [], b: [] };
        for (const [pause, who] of moves) {
          clock.ms += pause;
          const wait = window.waitSeconds(who);
          if (wait > 0) {
            expect(Number.isInteger(wait) && wait <= 60).toBe(true);
            const before = clock.ms;
            clock.ms = before + wait * 1_000;
            expect(window.waitSeconds(who)).toBe(0);
            clock.ms = before;
          } else {
            window.note(who);
            passed[who]!.push(clock.ms);
          }
        }
        for (const times of Object.values(passed)) {
          for (const [index, time] of times.entries()) {
            const next = times[index + max];
            if (next !== undefined) expect(next - time).toBeGreaterThanOrEqual(windowMs);
          }
        }
      }),
    );
  });

  it('holds nobody back who has n or fewer within the window', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 6 }), fc.array(fc.nat(20_000)), (max, pauses) => {
        const { clock, window } = at(max);
        const passed: number[] = [];
        for (const pause of pauses) {
          clock.ms += pause;
          const recent = passed.filter((time) => clock.ms - time < windowMs).length;
          expect(window.waitSeconds('a') === 0).toBe(recent < max);
          if (recent >= max) continue;
          window.note('a');
          passed.push(clock.ms);
        }
      }),
    );
  });

  it('forgets who was noted longest ago rather than grow', () => {
    const { window } = at(1, 2);
    for (const name of ['a', 'b', 'c']) window.note(name);
    expect(['a', 'b', 'c'].map(window.waitSeconds)).toEqual([0, 60, 60]);
  });
});
