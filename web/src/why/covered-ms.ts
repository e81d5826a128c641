/** Timed steps -> how long each kind of step was at work. */
import type { Trace } from './read-trace.ts';

/**
 * Milliseconds by the name of the step. Where several of one name ran, inside one another or at once,
 * each moment counts once: `[0, 10) and [2, 4) -> 10`, `[0, 2) and [5, 6) -> 3`.
 */
export function coveredMs(steps: Trace['steps']): Record<string, number> {
  const ms: Record<string, number> = {};
  const reached: Record<string, number> = {};
  for (const { name, startMs, durationMs } of [...steps].sort((a, b) => a.startMs - b.startMs)) {
    const from = Math.max(startMs, reached[name] ?? startMs);
    const to = Math.max(startMs + durationMs, from);
    ms[name] = (ms[name] ?? 0) + (to - from);
    reached[name] = to;
  }
  return ms;
}
