/** Each part of retrieval off in turn, so that every part has a number that pays for it. */
import { defaultFieldWeights } from '../library/chunk-terms.ts';
import type { PipelineOptions } from '../pipeline.ts';
import { meanOf, withInterval } from './metrics.ts';
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

const isPlain = ({ golden }: QuestionResult): boolean => golden.variant === undefined;
const hit = ({ rank }: QuestionResult): number => Number(rank !== undefined && rank <= 5);

/**
 * Means of the questions as written, the paired differences of hit@5 to all parts and to plain BM25, and
 * hit@5 of the same questions in small talk and with slips.
 */
export function ablationTable(
  runs: readonly (readonly [string, readonly QuestionResult[]])[],
): string {
  const hitsOf = (name: string): ReadonlyMap<string, number> =>
    new Map(
      runs.find(([one]) => one === name)?.[1].map((result) => [result.golden.id, hit(result)]),
    );
  const whole = hitsOf('all parts');
  const plainBm25 = hitsOf('plain BM25');
  return [
    '| parts | hit@1 | hit@5 | recall in 4,000 characters | hit@5 against all, 95 % interval | against plain BM25 | hit@5 in small talk | with slips |',
    '| --- | --- | --- | --- | --- | --- | --- | --- |',
    ...runs.map(([name, all]) => {
      const results = all.filter(isPlain);
      const mean = (value: (result: QuestionResult) => number): string =>
        meanOf(results.map(value)).mean.toFixed(3);
      const against = (other: ReadonlyMap<string, number>): string =>
        withInterval(
          meanOf(results.map((result) => hit(result) - (other.get(result.golden.id) ?? 0))),
        );
      const put = (variant: string): string =>
        meanOf(all.filter(({ golden }) => golden.variant === variant).map(hit)).mean.toFixed(3);
      const cells = [
        mean(({ rank }) => Number(rank === 1)),
        mean(hit),
        mean(({ recall }) => recall),
        against(whole),
        against(plainBm25),
        put('chatty'),
        put('typing-errors'),
      ];
      return `| ${name} | ${cells.join(' | ')} |`;
    }),
  ].join('\n');
}
