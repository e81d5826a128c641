/** Results -> the numbers that the README shows, each mean with its interval. */

import { falsePremise } from './golden.ts';
import { auroc, type Mean, meanOf, ndcgAt10, percentile } from './metrics.ts';
import { hiddenTopic, type QuestionResult } from './run-golden.ts';

type Value = (result: QuestionResult) => number | boolean;

export interface Calibration {
  /** Lower bound of the probability, 0 to 0.9. */
  readonly from: number;
  readonly questions: number;
  /** Mean probability that the gate gave, and the share that was answerable. */
  readonly predicted: number;
  readonly observed: number;
}

export interface EvalReport {
  readonly split: string;
  readonly metrics: Readonly<Record<string, Mean>>;
  /** Share declined of each kind of unanswerable question. */
  readonly declinedByKind: Readonly<Record<string, Mean>>;
  /** hit@5 of each way to put a question differently. */
  readonly hitByVariant: Readonly<Record<string, Mean>>;
  /** Share of answerable questions declined, put in each way. */
  readonly declinedByVariant: Readonly<Record<string, Mean>>;
  readonly hitByTier: Readonly<Record<string, Mean>>;
  readonly hitByTopic: Readonly<Record<string, Mean>>;
  readonly gate: {
    readonly auroc: number;
    readonly precision: number;
    readonly recall: number;
    readonly f1: number;
  };
  readonly calibration: readonly Calibration[];
  /** Milliseconds a question; not part of the page, which is the same from run to run. */
  readonly latency: { readonly p50: number; readonly p95: number };
}

const declined = ({ answered }: QuestionResult): boolean => answered.answer.status === 'declined';
/** Declined, or met with the passage that says what is so. */
const corrected: Value = (result) => declined(result) || result.quotesGold;
const quoted = ({ golden }: QuestionResult): boolean =>
  golden.gold.some(({ quote }) => quote !== undefined);
const hitAt =
  (k: number): Value =>
  ({ rank }) =>
    rank !== undefined && rank <= k;

function over(among: readonly QuestionResult[], value: Value): Mean {
  return meanOf(among.map((result) => Number(value(result))));
}

/**
 * The headline counts each question once, as it was written first: variants stand apart, and so do
 * questions whose note was hidden, since another note may still answer them in part.
 */
export function reportOf(all: readonly QuestionResult[], split: string): EvalReport {
  const asWritten = all.filter(
    ({ golden }) => golden.variant === undefined && golden.topic !== hiddenTopic,
  );
  const results = asWritten.filter(({ golden }) => golden.topic !== falsePremise);
  const premises = asWritten.filter(({ golden }) => golden.topic === falsePremise);
  const variants = all.filter(({ golden }) => golden.variant !== undefined && golden.answerable);
  const hidden = all.filter(({ golden }) => golden.topic === hiddenTopic);
  const answerable = results.filter(({ golden }) => golden.answerable);
  const unanswerable = results.filter(({ golden }) => !golden.answerable);
  const core = answerable.filter(({ golden }) => golden.tier === 'core');
  const answered = answerable.filter((result) => !declined(result));
  const refused = results.filter(declined);
  const rightlyRefused = refused.filter(({ golden }) => !golden.answerable).length;
  const precision = refused.length === 0 ? 1 : rightlyRefused / refused.length;
  const recall = unanswerable.length === 0 ? 1 : rightlyRefused / unanswerable.length;
  return {
    split,
    metrics: {
      'hit@1': over(answerable, hitAt(1)),
      'hit@5': over(answerable, hitAt(5)),
      "hit@1, authors' gold alone": over(answerable, ({ rankAsWritten }) => rankAsWritten === 1),
      "hit@5, authors' gold alone": over(
        answerable,
        ({ rankAsWritten }) => rankAsWritten !== undefined && rankAsWritten <= 5,
      ),
      'right note among the first five': over(
        answerable,
        ({ documentRank }) => documentRank !== undefined && documentRank <= 5,
      ),
      'MRR@10': over(answerable, ({ rank }) => (rank === undefined ? 0 : 1 / rank)),
      'nDCG@10': over(answerable, ({ rank }) => ndcgAt10(rank)),
      'recall in 4,000 characters': over(answerable.filter(quoted), ({ recall: share }) => share),
      'IoU of five passages': over(
        answerable.filter(quoted),
        (result) => result.intersectionOverUnion,
      ),
      'key facts in passages': over(answerable, ({ nuggetsInPassages }) => nuggetsInPassages),
      'key facts in answers': over(answered, ({ nuggetsInAnswer }) => nuggetsInAnswer),
      'answer sentences from gold sections': over(answered, ({ focus }) => focus),
      'answered without gold': over(answerable, ({ wrong }) => wrong),
      'quotes valid': over(all, ({ quotesValid }) => quotesValid),
      'unanswerable declined': over(unanswerable, declined),
      'wrongly declined': over(answerable, declined),
      'wrongly declined, core': over(core, declined),
      'false premise corrected or declined': over(premises, corrected),
    },
    declinedByKind: grouped([...unanswerable, ...hidden], ({ golden }) => golden.topic, declined),
    hitByVariant: grouped(variants, ({ golden }) => golden.variant ?? '', hitAt(5)),
    declinedByVariant: grouped(variants, ({ golden }) => golden.variant ?? '', declined),
    hitByTier: grouped(answerable, ({ golden }) => golden.tier, hitAt(5)),
    hitByTopic: grouped(answerable, ({ golden }) => golden.topic, hitAt(5)),
    gate: {
      auroc: auroc(answerable.map(confidence), unanswerable.map(confidence)),
      precision,
      recall,
      f1: precision + recall === 0 ? 0 : (2 * precision * recall) / (precision + recall),
    },
    calibration: calibrationOf(results),
    latency: {
      p50: percentile(
        results.map(({ milliseconds }) => milliseconds),
        0.5,
      ),
      p95: percentile(
        results.map(({ milliseconds }) => milliseconds),
        0.95,
      ),
    },
  };
}

function confidence({ answered }: QuestionResult): number {
  return answered.confidence;
}

function grouped(
  results: readonly QuestionResult[],
  groupOf: (result: QuestionResult) => string,
  value: Value,
): Record<string, Mean> {
  const names = [...new Set(results.map(groupOf))].sort();
  return Object.fromEntries(
    names.map((name) => [
      name,
      over(
        results.filter((result) => groupOf(result) === name),
        value,
      ),
    ]),
  );
}

/** The reliability curve: what the gate said against what was so, by tenths of its probability. */
function calibrationOf(results: readonly QuestionResult[]): Calibration[] {
  return Array.from({ length: 10 }, (_, at) => {
    const bin = results.filter((one) => Math.min(9, Math.floor(confidence(one) * 10)) === at);
    return {
      from: at / 10,
      questions: bin.length,
      predicted: meanOf(bin.map(confidence)).mean,
      observed: over(bin, ({ golden }) => golden.answerable).mean,
    };
  }).filter(({ questions }) => questions > 0);
}

const row = (name: string, { mean, low, high, n }: Mean): string =>
  `| ${name} | ${mean.toFixed(3)} | ${low.toFixed(3)} to ${high.toFixed(3)} | ${n} |`;
const rows = (group: Readonly<Record<string, Mean>>, prefix: string): string[] =>
  Object.entries(group).map(([name, mean]) => row(`${prefix}${name}`, mean));

/** The headline as a Markdown table; the README shows it. */
export function reportTable(report: EvalReport): string {
  const { auroc: area, precision, recall, f1 } = report.gate;
  return [
    `| ${report.split} split | mean | 95 % interval | n |`,
    '| --- | --- | --- | --- |',
    ...rows(Object.fromEntries(Object.entries(report.metrics).filter(([, { n }]) => n > 0)), ''),
    ...rows(report.declinedByKind, 'declined: '),
    ...rows(report.hitByTier, 'hit@5, '),
    ...rows(report.hitByVariant, 'hit@5, put as '),
    ...rows(report.declinedByVariant, 'wrongly declined, put as '),
    ...(report.metrics['unanswerable declined']!.n > 0
      ? [
          `| gate: AUROC; declining's precision, recall, F1 | ${[area, precision, recall, f1].map((value) => value.toFixed(3)).join('; ')} | | |`,
        ]
      : []),
  ].join('\n');
}

/** Weakest topics first, then the reliability curve. */
export function reportDetails({ split, hitByTopic, calibration }: EvalReport): string {
  const topics = Object.entries(hitByTopic).sort(([, left], [, right]) => left.mean - right.mean);
  return [
    `| ${split} split, hit@5 by note, the weakest | mean | 95 % interval | n |`,
    '| --- | --- | --- | --- |',
    ...topics.slice(0, 15).map(([name, mean]) => row(name, mean)),
    '',
    `| ${split} split, gate's probability | questions | mean said | share answerable |`,
    '| --- | --- | --- | --- |',
    ...calibration.map(
      ({ from, questions, predicted, observed }) =>
        `| ${from.toFixed(1)} to ${(from + 0.1).toFixed(1)} | ${questions} | ${predicted.toFixed(2)} | ${observed.toFixed(2)} |`,
    ),
  ].join('\n');
}
