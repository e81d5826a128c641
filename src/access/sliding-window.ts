/** Counts events by name within the time just past, to the event. In memory, for one process. */

export interface SlidingWindow {
  /** Seconds until `who` may go on; 0 when that is now. Whoever waits that long passes. */
  waitSeconds(who: string): number;
  /** Counts one event. */
  note(who: string): void;
}

export interface SlidingWindowOptions {
  /** Events that are free within a window; above 0. */
  readonly max: number;
  readonly windowMs?: number;
  /** Most names remembered; beyond, the one that was noted longest ago is forgotten. */
  readonly maxNames?: number;
  /** Milliseconds of a clock that never goes back. */
  readonly now?: () => number;
}

/**
 * Each event keeps its time for one window, so that no stretch of that length ever holds more than
 * `max` of those that were let through: fixed minutes would let twice as many pass around their edge.
 * Memory grows with the events of the last window, never with the names that ever came.
 */
export function createSlidingWindow({
  max,
  windowMs = 60_000,
  maxNames = 10_000,
  now = () => performance.now(),
}: SlidingWindowOptions): SlidingWindow {
  /** Times of the latest events, ascending, at most `max`; names in the order of their latest. */
  const events = new Map<string, number[]>();
  /** From then on the event of that time counts no more. */
  const freeAt = (time: number) => time + windowMs;

  const forgetOld = () => {
    for (const [who, times] of events) {
      const isOver = freeAt(times.at(-1)!) <= now();
      if (!isOver && events.size <= maxNames) return;
      events.delete(who);
    }
  };
  return {
    waitSeconds: (who) => {
      const oldest = events.get(who)?.at(-max);
      if (oldest === undefined || freeAt(oldest) <= now()) return 0;
      return Math.max(1, Math.ceil((freeAt(oldest) - now()) / 1000));
    },
    note: (who) => {
      const times = events.get(who) ?? [];
      times.push(now());
      if (times.length > max) times.shift();
      events.delete(who);
      events.set(who, times);
      forgetOld();
    },
  };
}
