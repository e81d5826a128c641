/** What `--report` writes: the headline, which the README shows, then the details. */
import type { Overlap, QuestionOverlaps } from './overlap.ts';
import { type EvalReport, reportDetails, reportOf, reportTable } from './report.ts';
import type { QuestionResult } from './run-golden.ts';
import { targetTable } from './targets.ts';
import { worstOf } from './worst.ts';

export interface ReportParts {
  readonly flags: { readonly corpus: string; readonly questions?: string | undefined };
  readonly reports: readonly EvalReport[];
  readonly results: readonly QuestionResult[];
  /** The answerable questions over an index that leaves the retrieval keys out. */
  readonly withoutKeys: readonly QuestionResult[];
  readonly overlaps: QuestionOverlaps;
  readonly ablated: string | undefined;
}

/** Of the questions that went worst. */
export const worstShown = 15;
const keylessFigures = [
  'hit@1',
  'hit@5',
  'right note among the first five',
  'recall in 4,000 characters',
  'key facts in answers',
];

export function reportPage(parts: ReportParts): string {
  const { flags, reports, results, withoutKeys, overlaps, ablated } = parts;
  const corpus = flags.corpus === 'corpus' ? '' : ` --corpus ${flags.corpus}`;
  const questions = flags.questions === undefined ? '' : ` --questions ${flags.questions}`;
  // What the design asks for is asked of the notes' own questions.
  const asked = flags.questions === undefined ? `${reports.map(targetTable).join('\n\n')}\n\n` : '';
  return `# Evaluation

Made by \`npm run eval --${corpus}${questions} --report …\`.

${asked}## All figures

${reports.map(reportTable).join('\n\n')}

## Details

${reports.map(reportDetails).join('\n\n')}

### Without the retrieval keys

${keylessTable(withoutKeys)}

### What the questions give away

${overlapTable(overlaps)}

### The questions that went worst

\`\`\`text
${worstOf(results, worstShown).join('\n')}
\`\`\`
${ablated === undefined ? '' : `\n## What each part is worth\n\n${ablated}\n`}`;
}

function keylessTable(results: readonly QuestionResult[]): string {
  const splits = [...new Set(results.map(({ golden }) => golden.split))].sort();
  const reports = splits.map((split) =>
    reportOf(
      results.filter(({ golden }) => golden.split === split),
      split,
    ),
  );
  const shown = keylessFigures.filter((name) =>
    reports.some(({ metrics }) => metrics[name]!.n > 0),
  );
  return [
    `| split | ${shown.join(' | ')} | n |`,
    `| --- |${' --- |'.repeat(shown.length + 1)}`,
    ...reports.map(({ split, metrics }) => {
      const cells = shown.map((name) => metrics[name]!.mean.toFixed(3));
      return `| ${split} | ${cells.join(' | ')} | ${metrics['hit@5']!.n} |`;
    }),
  ].join('\n');
}

function overlapTable({ keys, gold }: QuestionOverlaps): string {
  const cells = ({ median, p95, highest }: Overlap): string =>
    [median, p95, highest].map((value) => value.toFixed(2)).join(' | ');
  return [
    '| shared terms | median | 95 % | highest |',
    '| --- | --- | --- | --- |',
    `| with the most similar retrieval key (shared over all terms) | ${cells(keys)} |`,
    `| of the question in its gold quote | ${cells(gold)} |`,
  ].join('\n');
}
