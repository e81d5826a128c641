/** Paired differences between two runs over the same questions, and the gate of CI. */
import { z } from 'zod';
import { type Mean, meanOf } from './metrics.ts';
import type { QuestionResult } from './run-golden.ts';

/** What a run keeps of each question for a later run to be compared with. */
export const savedRunSchema = z.array(
  z.strictObject({
    id: z.string(),
    values: z.record(z.string(), z.number()),
  }),
);
export type SavedRun = z.infer<typeof savedRunSchema>;

export function savedRun(results: readonly QuestionResult[]): SavedRun {
  return results.map(({ golden, answered, rank, recall, nuggetsInAnswer, quotesValid }) => {
    const declined = answered.answer.status === 'declined';
    const values: Record<string, number> = golden.answerable
      ? {
          'hit@1': Number(rank === 1),
          'hit@5': Number(rank !== undefined && rank <= 5),
          'recall in 4,000 characters': recall,
          'key facts in answers': nuggetsInAnswer,
          answered: Number(!declined),
        }
      : { 'unanswerable declined': Number(declined) };
    return { id: golden.id, values: { ...values, 'quotes valid': Number(quotesValid) } };
  });
}

/** Mean difference of each figure, this run less the baseline, over the questions of both. */
export function pairedDifferences(run: SavedRun, baseline: SavedRun): Record<string, Mean> {
  const before = new Map(baseline.map(({ id, values }) => [id, values] as const));
  const differences = new Map<string, number[]>();
  for (const { id, values } of run) {
    for (const [name, value] of Object.entries(values)) {
      const old = before.get(id)?.[name];
      if (old !== undefined) differences.set(name, [...(differences.get(name) ?? []), value - old]);
    }
  }
  return Object.fromEntries([...differences].map(([name, values]) => [name, meanOf(values)]));
}

export const floorsSchema = z.strictObject({
  /** Least mean of a figure. */
  floors: z.record(z.string(), z.number()),
  /** Greatest mean of a figure. */
  ceilings: z.record(z.string(), z.number()),
});
export type Floors = z.infer<typeof floorsSchema>;

/** How far a paired interval may lie below zero before the gate closes. */
const tolerated = -0.01;

/** What closes the gate, one line each; `[]` lets the run pass. */
export function gateFindings(
  metrics: Readonly<Record<string, Mean>>,
  { floors, ceilings }: Floors,
  differences: Readonly<Record<string, Mean>> = {},
): string[] {
  const meanAt = (name: string): number => metrics[name]?.mean ?? Number.NaN;
  return [
    ...Object.entries(floors)
      .filter(([name, floor]) => !(meanAt(name) >= floor))
      .map(([name, floor]) => `${name} is ${meanAt(name).toFixed(3)}, at least ${floor} is asked`),
    ...Object.entries(ceilings)
      .filter(([name, ceiling]) => !(meanAt(name) <= ceiling))
      .map(
        ([name, ceiling]) => `${name} is ${meanAt(name).toFixed(3)}, at most ${ceiling} is allowed`,
      ),
    ...Object.entries(differences)
      .filter(([, { high }]) => high < tolerated)
      .map(([name, { mean }]) => `${name} fell by ${(-mean).toFixed(3)} against the baseline`),
  ];
}
