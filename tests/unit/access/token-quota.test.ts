import { mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { openTokenQuota } from '../../../src/access/token-quota.ts';
import { ConfigError, LimitError } from '../../../src/errors.ts';
import { temporaryFolder } from '../../fakes/temporary-folder.ts';

function at(time: string, perDay = 100, folder = temporaryFolder()) {
  const clock = { time: new Date(time) };
  const file = join(folder, 'model-tokens.json');
  const open = () => openTokenQuota({ perDay, file, now: () => clock.time });
  return { clock, file, folder, open, quota: open() };
}

describe('openTokenQuota', () => {
  it('refuses what the budget does not hold, until midnight UTC', () => {
    const { quota, clock } = at('2026-11-25T23:00:30.500Z');
    quota.reserve(60).settle(60);
    quota.reserve(40).settle(40);
    expect(() => quota.reserve(1)).toThrow(
      expect.objectContaining({
        code: 'quota-exceeded',
        retryAfterSeconds: 3_570,
        message: expect.stringContaining('"answers": "extractive"'),
      }),
    );
    clock.time = new Date(clock.time.getTime() + 3_570_000);
    quota.reserve(100);
  });

  it('counts what was taken instead of what was set aside, once', () => {
    const { quota } = at('2026-11-25T12:00:00Z');
    const reservation = quota.reserve(90);
    reservation.settle(10);
    reservation.settle(10);
    expect(quota.used).toBe(10);
    quota.reserve(90);
  });

  it('tells to wait a moment where tokens are only set aside', () => {
    const { quota } = at('2026-11-25T12:00:00Z');
    quota.reserve(90);
    expect(() => quota.reserve(20)).toThrow(
      expect.objectContaining({ code: 'quota-exceeded', retryAfterSeconds: 10 }),
    );
  });

  it('counts what outlasts midnight for the day that it ends on', () => {
    const { quota, clock } = at('2026-11-25T23:59:59Z');
    const late = quota.reserve(70);
    clock.time = new Date('2026-11-26T00:00:01Z');
    expect(() => quota.reserve(40)).toThrow(LimitError);
    late.settle(50);
    expect(quota.used).toBe(50);
  });

  it('brings no second budget when the clock is set back', () => {
    const { quota, clock } = at('2026-11-26T00:10:00Z');
    quota.reserve(100).settle(100);
    clock.time = new Date('2026-11-25T23:50:00Z');
    expect(() => quota.reserve(1)).toThrow(LimitError);
  });

  it('goes on after a restart, with what was on its way as if it was taken', () => {
    const { quota, open, clock, folder } = at('2026-11-25T12:00:00Z');
    quota.reserve(30).settle(20);
    quota.reserve(50);
    expect(open().used).toBe(70);
    expect(readdirSync(folder)).toEqual(['model-tokens.json']);
    clock.time = new Date('2026-11-26T12:00:00Z');
    expect(open().used).toBe(0);
  });

  it('refuses to begin from a file that it cannot read', () => {
    const folder = temporaryFolder({ 'model-tokens.json': '{"day":"2026-11-25","used":-4}' });
    expect(() => at('2026-11-25T12:00:00Z', 100, folder)).toThrow(ConfigError);
  });

  it('sets nothing aside and leaves nothing behind when the disk refuses the count', () => {
    const { quota, file, folder } = at('2026-11-25T12:00:00Z');
    mkdirSync(file);
    expect(() => quota.reserve(60)).toThrow(/EISDIR|ENOTEMPTY|EEXIST/);
    expect(readdirSync(folder)).toEqual(['model-tokens.json']);
    rmSync(file, { recursive: true });
    quota.reserve(60).settle(60);
    expect(quota.used).toBe(60);
  });

  it('never lets more than the budget through, however calls overlap', () => {
    const step = fc.record({
      tokens: fc.nat(40),
      share: fc.double({ min: 0, max: 1, noNaN: true }),
    });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), fc.nat(5), (steps, lag) => {
        const { quota, file } = at('2026-11-25T12:00:00Z', 100);
        const open: (() => void)[] = [];
        let taken = 0;
        for (const { tokens, share } of steps) {
          try {
            const reservation = quota.reserve(tokens);
            open.push(() => {
              const used = Math.floor(tokens * share);
              taken += used;
              reservation.settle(used);
            });
          } catch (error) {
            if (!(error instanceof LimitError)) throw error;
          }
          if (open.length > lag) open.shift()!();
        }
        for (const settle of open) settle();
        expect(taken).toBeLessThanOrEqual(100);
        expect(quota.used).toBe(taken);
        if (steps.length > 0 && taken > 0) {
          expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual({
            day: '2026-11-25',
            used: taken,
          });
        }
      }),
      { numRuns: 50 },
    );
  });
});
