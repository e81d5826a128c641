/** Timed steps -> stretches of one bar, in order, with the gaps between them. */
import type { Trace } from './read-trace.ts';

export interface FlameSegment {
  /** Name of the step; null for time between steps. */
  readonly step: string | null;
  readonly startMs: number;
  readonly durationMs: number;
  /** Of the whole time, 0 to 1. */
  readonly share: number;
}

/** Gaps below this share of the whole are rounding, not waiting. */
const leastGap = 0.002;

/** Steps that overlap an earlier one begin where it ends: together they never exceed the whole. */
export function flameSegments({ steps, totalMs }: Trace): FlameSegment[] {
  const ordered = [...steps].sort((left, right) => left.startMs - right.startMs);
  const whole = Math.max(totalMs, ...ordered.map((step) => step.startMs + step.durationMs));
  if (!(whole > 0)) return [];
  const segments: FlameSegment[] = [];
  const add = (step: string | null, startMs: number, durationMs: number): void => {
    segments.push({ step, startMs, durationMs, share: durationMs / whole });
  };
  let reached = 0;
  for (const { name, startMs, durationMs } of ordered) {
    if (startMs - reached > whole * leastGap) add(null, reached, startMs - reached);
    const from = Math.max(startMs, reached);
    const to = Math.max(startMs + durationMs, from);
    add(name, from, to - from);
    reached = to;
  }
  if (whole - reached > whole * leastGap) add(null, reached, whole - reached);
  return segments;
}
