/**
 * Long work cut into steps, so that a server can answer between them. The same steps run at once where
 * nobody waits.
 */
import { setImmediate as yieldOnce } from 'node:timers/promises';

/** Yields wherever something else may go on; returns the result. */
export type Steps<Result> = Generator<void, Result, void>;

/** What others wait at most for each work that goes on, if no step takes longer, in ms. */
const turnMs = 5;

/** Ranges of at most `each` that cover 0 to `length`, in order: a step each. */
export function* stretches(
  length: number,
  each: number,
): Generator<readonly [start: number, end: number]> {
  for (let start = 0; start < length; start += each) {
    yield [start, Math.min(start + each, length)];
  }
}

/** Runs all steps without a pause. */
export function atOnce<Result>(steps: Steps<Result>): Result {
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
  }
}

/** Runs the steps, and lets what is waiting go first every few milliseconds. */
export async function inTurns<Result>(steps: Steps<Result>): Promise<Result> {
  let since = performance.now();
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
    if (performance.now() - since < turnMs) continue;
    await yieldOnce();
    since = performance.now();
  }
}
