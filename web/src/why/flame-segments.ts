/** Timed steps -> stretches of one bar, in order, with the gaps between them. */
import type { Trace } from './read-trace.ts';
import { splitPlans, type TimedStretch } from './split-plans.ts';

export interface FlameSegment {
  /** What the bar calls it. */
  readonly name: string;
  /** Name of the step; null for time between steps. */
  readonly step: string | null;
  readonly startMs: number;
  readonly durationMs: number;
  /** Of the whole time, 0 to 1. */
  readonly share: number;
}

/** Gaps below this share of the whole are rounding, not waiting. */
const leastGap = 0.002;

/**
 * Steps that overlap an earlier one begin where it ends: together they never exceed the whole. Those of
 * one name that follow at once are one stretch.
 */
export function flameSegments({ steps, totalMs }: Trace): FlameSegment[] {
  const whole = Math.max(totalMs, ...steps.map((step) => step.startMs + step.durationMs));
  if (!(whole > 0)) return [];
  const segments: FlameSegment[] = [];
  const add = ({ name, step, startMs, durationMs }: TimedStretch): void => {
    const last = segments.at(-1);
    if (last?.name === name) {
      const longer = startMs + durationMs - last.startMs;
      segments[segments.length - 1] = { ...last, durationMs: longer, share: longer / whole };
    } else segments.push({ name, step, startMs, durationMs, share: durationMs / whole });
  };
  const gap = (from: number, to: number): void => {
    if (to - from <= whole * leastGap) return;
    add({ name: 'between steps', step: null, startMs: from, durationMs: to - from });
  };
  let reached = 0;
  for (const stretch of splitPlans(steps, whole * leastGap)) {
    const from = Math.max(stretch.startMs, reached);
    const to = Math.max(stretch.startMs + stretch.durationMs, from);
    gap(reached, from);
    add({ ...stretch, startMs: from, durationMs: to - from });
    reached = to;
  }
  gap(reached, whole);
  return segments;
}
