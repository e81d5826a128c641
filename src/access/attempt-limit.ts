/** Counts wrong attempts by who made them, within the last minute. */
import {
  createSlidingWindow,
  type SlidingWindow,
  type SlidingWindowOptions,
} from './sliding-window.ts';

export type AttemptLimit = SlidingWindow;

/** Ten are free within a minute unless given otherwise. */
export function createAttemptLimit(options: Partial<SlidingWindowOptions> = {}): AttemptLimit {
  return createSlidingWindow({ max: 10, ...options });
}
