/** The record of a follow-up that a model puts as a question of its own. */
import type { Trace } from './read-trace.ts';
import { numberOf, textOf } from './read-values.ts';

export interface Standalone {
  /** What was searched for in its place; the question itself where the model gave nothing better. */
  readonly question: string | undefined;
  readonly model: string | undefined;
  /** Earlier messages that it was read against. */
  readonly turns: number | undefined;
  /** False: the words of the earlier question are joined on, as without a model. */
  readonly byModel: boolean;
  /** Why the model's words were not taken. */
  readonly reason: string | undefined;
}

/** undefined where the question was no follow-up, or no model is at work. */
export function readStandalone(steps: Trace['steps']): Standalone | undefined {
  const step = steps.find(({ name }) => name === 'standalone');
  if (step === undefined) return undefined;
  const { inputs, outputs } = step;
  return {
    question: textOf(outputs.question),
    model: textOf(inputs.model),
    turns: numberOf(inputs.turns),
    byModel: outputs.by === 'model',
    reason: textOf(outputs.reason),
  };
}
