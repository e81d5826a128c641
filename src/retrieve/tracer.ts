import type { Trace, TraceStep } from '../types.ts';
import { nextTurn } from './next-turn.ts';

type Details = Readonly<Record<string, unknown>>;

export interface TracerOptions {
  /** Milliseconds of a clock that never goes back. */
  readonly now?: () => number;
  /** Hears the name of each step as it begins. */
  readonly onStep?: ((name: TraceStep['name']) => void) | undefined;
}

/** Times the steps of one question. */
export class Tracer {
  readonly #steps: TraceStep[] = [];
  readonly #now: () => number;
  readonly #onStep: TracerOptions['onStep'];
  readonly #start: number;

  constructor({ now = () => performance.now(), onStep }: TracerOptions = {}) {
    this.#now = now;
    this.#onStep = onStep;
    this.#start = now();
  }

  /** Runs a step, in a turn of the event loop of its own, and notes what went in and, through `outputs`, what came out. */
  async step<Result>(
    name: TraceStep['name'],
    inputs: Details,
    work: () => Promise<Result> | Result,
    outputs: (result: Result) => Details = (result) => ({ ...(result as object) }),
  ): Promise<Result> {
    await nextTurn();
    const begun = this.#now();
    this.#onStep?.(name);
    const result = await work();
    this.#steps.push({
      name,
      startMs: begun - this.#start,
      durationMs: this.#now() - begun,
      inputs,
      outputs: outputs(result),
    });
    return result;
  }

  /** The steps in the order in which they began. */
  finish(): Trace {
    const steps = this.#steps.toSorted((left, right) => left.startMs - right.startMs);
    return { steps, totalMs: this.#now() - this.#start };
  }
}
