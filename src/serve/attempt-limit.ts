/** Counts wrong attempts by who made them, within the last minute. In memory, for one process. */
import type { Response } from 'express';
import { sendError } from './errors.ts';

export interface AttemptLimit {
  /** Seconds until `who` may try again; 0 when that is now. */
  waitSeconds(who: string): number;
  /** Notes a wrong attempt. */
  note(who: string): void;
}

export interface AttemptLimitOptions {
  /** Wrong attempts that are free within a window. */
  readonly max?: number;
  readonly windowMs?: number;
  /** Most names remembered; beyond, the one that tried longest ago is forgotten. */
  readonly maxNames?: number;
  /** Milliseconds of a clock that never goes back. */
  readonly now?: () => number;
}

export function createAttemptLimit({
  max = 10,
  windowMs = 60_000,
  maxNames = 10_000,
  now = () => performance.now(),
}: AttemptLimitOptions = {}): AttemptLimit {
  /** Times of the latest wrong attempts, ascending; names in the order of their latest. */
  const attempts = new Map<string, readonly number[]>();
  const recent = (who: string) =>
    (attempts.get(who) ?? []).filter((time) => now() - time < windowMs);
  return {
    waitSeconds: (who) => {
      const times = recent(who);
      const oldest = times.at(-max);
      return oldest === undefined ? 0 : Math.max(1, Math.ceil((oldest + windowMs - now()) / 1000));
    },
    note: (who) => {
      const times = [...recent(who), now()].slice(-max);
      attempts.delete(who);
      attempts.set(who, times);
      const first = attempts.keys().next();
      if (attempts.size > maxNames && !first.done) attempts.delete(first.value);
    },
  };
}

/** @param seconds until the asker may try again */
export function refuseFor(response: Response, seconds: number): void {
  response.set('Retry-After', String(seconds));
  const message = `Too many wrong keys came from your address; try again in ${seconds} s.`;
  sendError(response, 429, 'too-many-attempts', message);
}
