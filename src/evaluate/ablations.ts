/** Each part of retrieval off in turn, so that every part has a number that pays for it. */
import { defaultFieldWeights } from '../library/chunk-terms.ts';
import type { PipelineOptions } from '../pipeline.ts';
import { meanOf } from './metrics.ts';
import type { QuestionResult } from './run-golden.ts';

export const ablations: Readonly<Record<string, PipelineOptions>> = {
  'all parts': {},
  'without vectors': { embedder: null },
  'without words': { retrieval: { lexical: false, coverageWeight: 0 } },
  'without coverage in the score': { retrieval: { coverageWeight: 0 } },
  'with small talk left in': { retrieval: { focus: false } },
  'gathering sections not discounted': { retrieval: { gatheringDiscount: 0 } },
  'without spelling repair': { retrieval: { repairSpelling: false } },
  'without headings in the words': { weights: { ...defaultFieldWeights, heading: 0 } },
  'without the questions of sections': { weights: { ...defaultFieldWeights, keys: 0 } },
  'plain BM25': {
    embedder: null,
    retrieval: { coverageWeight: 0, repairSpelling: false, focus: false },
    weights: { heading: 0, keys: 0 },
  },
};

/** Means, and the paired differences of hit@5 to all parts and to plain BM25. */
export function ablationTable(
  runs: readonly (readonly [string, readonly QuestionResult[]])[],
): string {
  const ranksOf = (name: string): ReadonlyMap<string, number | undefined> =>
    new Map(
      runs.find(([one]) => one === name)?.[1].map(({ golden, rank }) => [golden.id, rank] as const),
    );
  const whole = ranksOf('all parts');
  const plain = ranksOf('plain BM25');
  const hit = (rank: number | undefined): number => Number(rank !== undefined && rank <= 5);
  const mean = (values: readonly number[]): string => meanOf(values).mean.toFixed(3);
  return [
    '| parts | hit@1 | hit@5 | recall in 4,000 characters | hit@5 against all, 95 % interval | against plain BM25 |',
    '| --- | --- | --- | --- | --- | --- |',
    ...runs.map(([name, results]) => {
      const against = (other: ReadonlyMap<string, number | undefined>): string => {
        const { mean, low, high } = meanOf(
          results.map(({ golden, rank }) => hit(rank) - hit(other.get(golden.id))),
        );
        return `${mean.toFixed(3)} (${low.toFixed(3)} to ${high.toFixed(3)})`;
      };
      return `| ${name} | ${mean(results.map(({ rank }) => Number(rank === 1)))} | ${mean(results.map(({ rank }) => hit(rank)))} | ${mean(results.map(({ recall }) => recall))} | ${against(whole)} | ${against(plain)} |`;
    }),
  ].join('\n');
}
