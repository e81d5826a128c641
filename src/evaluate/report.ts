/** Results -> the numbers that the README shows. */
import { auroc, type Mean, meanOf } from './metrics.ts';
import type { QuestionResult } from './run-golden.ts';

export interface EvalReport {
  readonly split: string;
  readonly answerable: number;
  readonly unanswerable: number;
  readonly metrics: Readonly<Record<string, Mean>>;
  /** Share declined of each kind of unanswerable question. */
  readonly declinedByKind: Readonly<Record<string, Mean>>;
  readonly gateAuroc: number;
}

export function reportOf(results: readonly QuestionResult[], split: string): EvalReport {
  const answerable = results.filter(({ golden }) => golden.answerable);
  const unanswerable = results.filter(({ golden }) => !golden.answerable);
  const core = answerable.filter(({ golden }) => golden.tier === 'core');
  const over = (
    among: readonly QuestionResult[],
    value: (result: QuestionResult) => number | boolean,
  ): Mean => meanOf(among.map((result) => Number(value(result))));
  const declined = ({ answered }: QuestionResult): boolean => answered.answer.status === 'declined';
  const answered = answerable.filter((result) => !declined(result));
  const kinds = [...new Set(unanswerable.map(({ golden }) => golden.topic))].sort();
  return {
    split,
    answerable: answerable.length,
    unanswerable: unanswerable.length,
    metrics: {
      'hit@1': over(answerable, ({ rank }) => rank === 1),
      'hit@5': over(answerable, ({ rank }) => rank !== undefined && rank <= 5),
      'MRR@10': over(answerable, ({ rank }) => (rank === undefined ? 0 : 1 / rank)),
      'recall in 4,000 characters': over(answerable, ({ recall }) => recall),
      'key facts in passages': over(answerable, ({ nuggetsInPassages }) => nuggetsInPassages),
      'key facts in answers': over(answered, ({ nuggetsInAnswer }) => nuggetsInAnswer),
      'answer sentences from gold sections': over(answered, ({ focus }) => focus),
      'quotes valid': over(results, ({ quotesValid }) => quotesValid),
      'unanswerable declined': over(unanswerable, declined),
      'wrongly declined': over(answerable, declined),
      'wrongly declined, core': over(core, declined),
    },
    declinedByKind: Object.fromEntries(
      kinds.map((kind) => [
        kind,
        over(
          unanswerable.filter(({ golden }) => golden.topic === kind),
          declined,
        ),
      ]),
    ),
    gateAuroc: auroc(
      answerable.map(({ answered: { confidence } }) => confidence),
      unanswerable.map(({ answered: { confidence } }) => confidence),
    ),
  };
}

/** The report as lines of a Markdown table. */
export function reportTable(report: EvalReport): string {
  const row = (name: string, { mean, low, high, n }: Mean): string =>
    `| ${name} | ${mean.toFixed(3)} | ${low.toFixed(3)} to ${high.toFixed(3)} | ${n} |`;
  return [
    `| ${report.split} split | mean | 95 % interval | n |`,
    '| --- | --- | --- | --- |',
    ...Object.entries(report.metrics).map(([name, mean]) => row(name, mean)),
    ...Object.entries(report.declinedByKind).map(([kind, mean]) => row(`declined: ${kind}`, mean)),
    `| gate AUROC | ${report.gateAuroc.toFixed(3)} | | ${report.answerable + report.unanswerable} |`,
  ].join('\n');
}
