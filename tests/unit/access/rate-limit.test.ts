import { describe, expect, it } from 'vitest';
import type { Caller } from '../../../src/access/caller.ts';
import { createRateLimit } from '../../../src/access/rate-limit.ts';
import { LimitError } from '../../../src/errors.ts';

const caller = (id: string, address: string): Caller => ({
  id,
  address,
  scope: 'read',
  isLocal: false,
});

function at(perMinute: number) {
  const clock = { ms: 0 };
  const limit = createRateLimit({ perMinute, what: 'requests', now: () => clock.ms });
  /** 0 where it passes, else the seconds that it is told to wait. */
  const ask = (who: Caller): number => {
    try {
      limit.pass(who);
      return 0;
    } catch (error) {
      if (!(error instanceof LimitError)) throw error;
      expect(error.code).toBe('too-many-requests');
      return error.retryAfterSeconds;
    }
  };
  return { clock, ask };
}

describe('createRateLimit', () => {
  it('limits one key over all of its addresses', () => {
    const { ask } = at(2);
    const asked = ['1.1.1.1', '1.1.1.2', '1.1.1.3'].map((address) => ask(caller('k', address)));
    expect(asked).toEqual([0, 0, 60]);
  });

  it('limits one address over all of its keys', () => {
    const { ask } = at(2);
    expect(['k', 'l', 'm'].map((id) => ask(caller(id, '1.1.1.1')))).toEqual([0, 0, 60]);
  });

  it('counts what one of the two refuses for neither', () => {
    const { ask } = at(2);
    for (let count = 0; count < 2; count += 1) ask(caller('k', '1.1.1.1'));
    for (let count = 0; count < 5; count += 1) expect(ask(caller('k', '1.1.1.2'))).toBe(60);
    expect([0, 1, 2].map(() => ask(caller('l', '1.1.1.2')))).toEqual([0, 0, 60]);
  });

  it('limits callers without a key by their address alone', () => {
    const { ask } = at(1);
    const addresses = ['1.1.1.1', '1.1.1.2', '1.1.1.1'];
    expect(addresses.map((address) => ask(caller('anonymous', address)))).toEqual([0, 0, 60]);
  });

  it.each([
    ['2001:db8:1:2::1', '2001:db8:1:2:ffff::7', 60],
    ['2001:DB8:1:2::', '2001:db8:1:2:0:0:0:9', 60],
    ['2001:db8:1:2::1', '2001:db8:1:3::1', 0],
    ['::1:2:3:4:5', '::9:2:3:4:5', 0],
    ['fe80::1', 'fe80:0:0:0:9::', 60],
  ])('counts %s and %s as one network or as two', (first, second, wait) => {
    const { ask } = at(1);
    expect([ask(caller('anonymous', first)), ask(caller('anonymous', second))]).toEqual([0, wait]);
  });

  it('does not limit this machine', () => {
    const { ask } = at(1);
    const local = { ...caller('local', '127.0.0.1'), isLocal: true };
    expect([1, 2, 3].map(() => ask(local))).toEqual([0, 0, 0]);
  });

  it('lets pass whoever waited as told', () => {
    const { ask, clock } = at(1);
    ask(caller('k', '1.1.1.1'));
    clock.ms = 12_345.6;
    const wait = ask(caller('k', '1.1.1.1'));
    clock.ms += wait * 1_000;
    expect(ask(caller('k', '1.1.1.1'))).toBe(0);
  });
});
