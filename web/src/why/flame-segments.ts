/** Timed steps -> stretches of one bar, in order, with the gaps between them. */
import type { Trace } from './read-trace.ts';

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

/** Pauses below this share of the whole are rounding; so are pieces of a step that has a longer one. */
const leastShare = 0.002;

interface Stretch {
  readonly name: string;
  readonly step: string | null;
  readonly from: number;
  readonly to: number;
}

const pause = { name: 'between steps', step: null };

/**
 * Of steps at work at once, each moment belongs to the one that ends first: together they never exceed
 * the whole, and the plan of a deep answer is what lies between the searches that it asks for. Stretches
 * of one name that follow at once are one.
 */
export function flameSegments({ steps, totalMs }: Trace): FlameSegment[] {
  const stretches = steps.map(stretchOf);
  const whole = Math.max(totalMs, ...stretches.map(({ to }) => to));
  if (!(whole > 0)) return [];
  const bounds = new Set([0, whole, ...stretches.flatMap(({ from, to }) => [from, to])]);
  const cuts = [...bounds].sort((left, right) => left - right);
  const segments: FlameSegment[] = [];
  for (const [at, from] of cuts.slice(0, -1).entries()) {
    const to = cuts[at + 1]!;
    const { name, step } = atWork(stretches, from) ?? pause;
    const last = segments.at(-1);
    const joins = last?.name === name;
    if (joins) segments.pop();
    const startMs = joins ? last.startMs : from;
    segments.push({ name, step, startMs, durationMs: to - startMs, share: (to - startMs) / whole });
  }
  return segments.filter(
    ({ step, name, share }) =>
      share > leastShare ||
      (step !== null && !segments.some((other) => other.name === name && other.share > share)),
  );
}

function stretchOf({ name, startMs, durationMs, inputs }: Trace['steps'][number]): Stretch {
  const isSearch = 'query' in inputs;
  const said = name !== 'agent' ? name : isSearch ? 'searches' : 'planning';
  return { name: said, step: name, from: startMs, to: startMs + durationMs };
}

/** Of those that have begun and not ended, the one that ends first. */
function atWork(stretches: readonly Stretch[], moment: number): Stretch | undefined {
  let first: Stretch | undefined;
  for (const stretch of stretches) {
    if (stretch.from > moment || stretch.to <= moment) continue;
    if (first === undefined || stretch.to < first.to) first = stretch;
  }
  return first;
}
