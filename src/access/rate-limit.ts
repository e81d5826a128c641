/** How much one caller may ask for within a minute: by its key and by its address, each alike. */
import { isIPv6 } from 'node:net';
import { LimitError } from '../errors.ts';
import type { Caller } from './caller.ts';
import { createSlidingWindow, type SlidingWindowOptions } from './sliding-window.ts';

export interface RateLimit {
  /**
   * Counts one more, where both the key and the address have one left; what is refused counts for
   * neither. Callers on this machine are not limited.
   *
   * @throws LimitError telling when the next one passes
   */
  pass(caller: Caller): void;
}

export interface RateLimitOptions extends Omit<SlidingWindowOptions, 'max' | 'windowMs'> {
  readonly perMinute: number;
  /** What is counted, which the refusal names. */
  readonly what: 'requests' | 'answers';
}

export function createRateLimit({ perMinute, what, ...options }: RateLimitOptions): RateLimit {
  const counts = createSlidingWindow({ ...options, max: perMinute });
  return {
    pass: (caller) => {
      if (caller.isLocal) return;
      const names = namesOf(caller);
      const wait = Math.max(...names.map(counts.waitSeconds));
      if (wait > 0) throw refusalOf(what, perMinute, wait);
      for (const name of names) counts.note(name);
    },
  };
}

/** Callers without a key share no name: one of them may not use up what is there for all. */
function namesOf({ id, address }: Caller): string[] {
  const network = `address ${networkOf(address)}`;
  return id === 'anonymous' ? [network] : [network, `key ${id}`];
}

/** One customer is given 2^64 addresses of IPv6: they count as one, its first four groups. */
function networkOf(address: string): string {
  if (!isIPv6(address)) return address;
  const [before = '', after] = address.toLowerCase().replace(/%.*$/, '').split('::');
  const groups = before === '' ? [] : before.split(':');
  const last = after === undefined || after === '' ? [] : after.split(':');
  const missing = Math.max(0, 8 - groups.length - last.length);
  return [...groups, ...Array.from({ length: missing }, () => '0'), ...last].slice(0, 4).join(':');
}

function refusalOf(what: RateLimitOptions['what'], perMinute: number, wait: number): LimitError {
  const [code, told] =
    what === 'answers'
      ? (['too-many-answers', 'questions'] as const)
      : (['too-many-requests', 'requests'] as const);
  const message = `At most ${perMinute} ${told} a minute are taken from one key or address; try again in ${wait} s.`;
  return new LimitError(code, message, wait);
}
