/** The plan of a deep answer spans the searches that it asks for: here it is cut into what lies between. */
import type { Trace } from './read-trace.ts';

export interface TimedStretch {
  /** As the bar calls it. */
  readonly name: string;
  /** The step's own name; null for time between steps. */
  readonly step: string | null;
  readonly startMs: number;
  readonly durationMs: number;
}

/** @param least milliseconds: shorter pieces of a plan are left out. Ordered by their start. */
export function splitPlans(steps: Trace['steps'], least: number): TimedStretch[] {
  const searches = steps.filter(isSearch).sort((left, right) => left.startMs - right.startMs);
  const stretches = steps.flatMap((step): TimedStretch[] => {
    const { name, startMs, durationMs } = step;
    if (name !== 'agent') return [{ name, step: name, startMs, durationMs }];
    if (isSearch(step)) return [{ name: 'searches', step: name, startMs, durationMs }];
    const end = startMs + durationMs;
    const pieces: TimedStretch[] = [];
    const add = (from: number, to: number): void => {
      if (to - from <= least) return;
      pieces.push({ name: 'planning', step: name, startMs: from, durationMs: to - from });
    };
    let reached = startMs;
    for (const search of searches) {
      add(reached, Math.min(search.startMs, end));
      reached = Math.max(reached, search.startMs + search.durationMs);
    }
    add(reached, end);
    return pieces;
  });
  return stretches.sort((left, right) => left.startMs - right.startMs);
}

function isSearch({ name, inputs }: Trace['steps'][number]): boolean {
  return name === 'agent' && 'query' in inputs;
}
