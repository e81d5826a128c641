/** Figures of a release: as its tests leave them in a file, one JSON object a line, and as a table. */
import { readFileSync } from 'node:fs';
import { z } from 'zod';

export const reportRowSchema = z.strictObject({
  /** Name of the test file. */
  test: z.string(),
  figure: z.string(),
  asked: z.string(),
  measured: z.string(),
  n: z.int().exactOptional(),
  /** A rate of 0 to 1. */
  bound: z.number().exactOptional(),
});
export type ReportRow = z.infer<typeof reportRowSchema>;

export function readReportRows(file: string): ReportRow[] {
  return readFileSync(file, 'utf8')
    .split('\n')
    .filter(Boolean)
    .map((line) => reportRowSchema.parse(JSON.parse(line)));
}

export function reportTable(rows: readonly Omit<ReportRow, 'test'>[]): string {
  return `| Figure | Asked | Measured | n | Bound |
| --- | --- | --- | --- | --- |
${rows.map(lineOf).join('\n')}`;
}

function lineOf({ figure, asked, measured, n, bound }: Omit<ReportRow, 'test'>): string {
  const shown = bound === undefined ? '' : `${Number((bound * 100).toPrecision(2))} %`;
  const cells = [figure, asked, measured, n?.toLocaleString('en-GB') ?? '', shown];
  return `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
}
