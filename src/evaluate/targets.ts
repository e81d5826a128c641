/** The figures that the design asks for, beside those measured. */
import { type Mean, withInterval } from './metrics.ts';
import type { EvalReport } from './report.ts';

interface Target {
  readonly name: string;
  readonly of: (report: EvalReport) => Mean | undefined;
  readonly asked: number;
  /** The figure may not exceed what is asked, instead of reaching it. */
  readonly atMost?: boolean;
}

const metric =
  (name: string) =>
  ({ metrics }: EvalReport): Mean | undefined =>
    metrics[name];
const kind =
  (name: string) =>
  ({ declinedByKind }: EvalReport): Mean | undefined =>
    declinedByKind[name];

const targets: readonly Target[] = [
  { name: 'hit@5', of: metric('hit@5'), asked: 0.95 },
  { name: 'hit@1', of: metric('hit@1'), asked: 0.8 },
  { name: 'recall in 4,000 characters', of: metric('recall in 4,000 characters'), asked: 0.92 },
  { name: 'key facts in passages', of: metric('key facts in passages'), asked: 0.97 },
  { name: 'key facts in answers', of: metric('key facts in answers'), asked: 0.88 },
  {
    name: 'answer sentences from gold sections',
    of: metric('answer sentences from gold sections'),
    asked: 0.7,
  },
  { name: 'out of domain declined', of: kind('out-of-domain'), asked: 0.99 },
  { name: 'near-domain declined', of: kind('near-domain'), asked: 0.9 },
  {
    name: 'false premise corrected or declined',
    of: metric('false premise corrected or declined'),
    asked: 0.85,
  },
  {
    name: 'wrongly declined, core',
    of: metric('wrongly declined, core'),
    asked: 0.03,
    atMost: true,
  },
  { name: 'hit@5 of follow-ups', of: ({ hitByVariant }) => hitByVariant['follow-up'], asked: 0.9 },
];

export interface TargetRow extends Mean {
  readonly split: string;
  readonly name: string;
  readonly asked: number;
  readonly atMost: boolean;
  readonly reached: boolean;
}

/** Figures without a question are left out. */
export function targetRows(report: EvalReport): TargetRow[] {
  return targets.flatMap(({ name, of, asked, atMost = false }) => {
    const mean = of(report);
    if (mean === undefined || mean.n === 0) return [];
    const reached = atMost ? mean.mean <= asked : mean.mean >= asked;
    return [{ split: report.split, name, asked, atMost, reached, ...mean }];
  });
}

export function targetTable(report: EvalReport): string {
  const rows = targetRows(report).map(({ name, asked, atMost, reached, ...mean }) => {
    const lacking = Math.abs(mean.mean - asked);
    const verdict = reached ? 'reached' : `missed by ${lacking.toFixed(3)}`;
    const sign = atMost ? '<=' : '>=';
    return `| ${name} | ${sign} ${asked.toFixed(2)} | ${withInterval(mean)} | ${verdict} |`;
  });
  return [
    `| ${report.split} split | asked | measured, 95 % interval | |`,
    '| --- | --- | --- | --- |',
    ...rows,
  ].join('\n');
}
