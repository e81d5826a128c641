import { describe, expect, it } from 'vitest';
import { createAttemptLimit } from '../../../src/access/attempt-limit.ts';

function createLimit(maxNames = 100) {
  const clock = { ms: 0 };
  const limit = createAttemptLimit({ max: 3, windowMs: 60_000, maxNames, now: () => clock.ms });
  return { clock, limit };
}

describe('createAttemptLimit', () => {
  it('lets the allowed number pass, then asks to wait until the oldest is a window old', () => {
    const { clock, limit } = createLimit();
    for (const at of [0, 10_000, 20_000]) {
      clock.ms = at;
      expect(limit.waitSeconds('a')).toBe(0);
      limit.note('a');
    }
    expect(limit.waitSeconds('a')).toBe(40);
    expect(limit.waitSeconds('b')).toBe(0);
    clock.ms = 60_000;
    expect(limit.waitSeconds('a')).toBe(0);
    limit.note('a');
    expect(limit.waitSeconds('a')).toBe(10);
  });

  it('forgets the one that tried longest ago when it knows too many', () => {
    const { limit } = createLimit(2);
    for (const who of ['a', 'a', 'a', 'b', 'b', 'b']) limit.note(who);
    expect(limit.waitSeconds('a')).toBeGreaterThan(0);
    limit.note('c');
    expect(limit.waitSeconds('a')).toBe(0);
    expect(limit.waitSeconds('b')).toBeGreaterThan(0);
  });
});
