/** The steps of an agent -> how a question of several parts was searched for. */
import { type NamedPlace, readNamedPlace } from './read-place.ts';
import type { Trace } from './read-trace.ts';
import { listOf, numberOf, textOf } from './read-values.ts';

export interface FoundPlace extends NamedPlace {
  readonly score: number | undefined;
}

/** One search of the agent. */
export interface PartSearch {
  readonly query: string;
  /** Whether the gate holds it answerable; undefined where the trace does not say. */
  readonly answerable: boolean | undefined;
  readonly probability: number | undefined;
  /** Best first. */
  readonly places: readonly FoundPlace[];
  readonly ms: number;
}

export interface Parts {
  /** In the order in which they began. */
  readonly searches: readonly PartSearch[];
  /** `done`, `limit` or `time`; undefined where the trace does not say. */
  readonly stoppedBy: string | undefined;
}

/** undefined where no agent ran. */
export function readParts(steps: Trace['steps']): Parts | undefined {
  const agents = steps.filter(({ name }) => name === 'agent');
  if (agents.length === 0) return undefined;
  const ordered = agents.sort((left, right) => left.startMs - right.startMs);
  const plan = ordered.find(({ inputs }) => 'plans' in inputs);
  return {
    searches: ordered.flatMap(({ inputs, outputs, durationMs }) => {
      const query = textOf(inputs.query);
      if (query === undefined) return [];
      const { answerable } = outputs;
      return {
        query,
        answerable: typeof answerable === 'boolean' ? answerable : undefined,
        probability: numberOf(outputs.probability),
        places: listOf(outputs.passages, (fields) => {
          const place = readNamedPlace(fields);
          return place && { ...place, score: numberOf(fields.score) };
        }),
        ms: durationMs,
      };
    }),
    stoppedBy: textOf(plan?.outputs.stoppedBy),
  };
}
