/** Comma-, semicolon- or tab-separated values -> Markdown tables, a section for each run of rows. */
import { parse } from 'csv-parse/sync';
import { UserInputError } from '../../errors.ts';
import { decodeText } from '../decode-text.ts';
import type { Convert } from './contract.ts';
import { tableOf } from './markdown-table.ts';

/** Rows under one heading: citations name the run that they are from. */
const rowsInSection = 100;
const delimiters = [',', ';', '\t', '|'] as const;
/** Wider tables are data of a machine: no row would fit what is quoted. */
const mostColumns = 500;
/** Lines that the delimiter is told from. */
const linesLookedAt = 50;
/** Of the private use area: where nothing divides the columns, there is one. */
const noDelimiter = '\u{f3aa}';

export const convertCsv: Convert = async (bytes) => {
  const { text, declared } = withoutSeparatorLine(decodeText(bytes, 'table'));
  const delimiter = declared ?? likeliestDelimiter(text);
  const rows = readRows(text, delimiter);
  const width = rows.reduce((most, row) => Math.max(most, row.length), 0);
  if (width > mostColumns) {
    throw new UserInputError(
      `holds a row of ${width} columns, at most ${mostColumns} are read; split it`,
    );
  }
  const [header, ...body] = rows;
  if (header === undefined) throw new UserInputError('holds no rows');
  const sections: string[] = [];
  for (let at = 0; at < Math.max(body.length, 1); at += rowsInSection) {
    const part = body.slice(at, at + rowsInSection);
    const heading =
      body.length > rowsInSection ? `## Rows ${at + 1} to ${at + part.length}\n\n` : '';
    sections.push(`${heading}${tableOf(header, part)}`);
  }
  return { text: sections.join('\n'), metadata: {}, notices: [] };
};

/** Excel's own way of saying what divides the columns. */
function withoutSeparatorLine(text: string): { text: string; declared?: string } {
  const line = /^sep=([^\r\n])\r?\n/i.exec(text);
  return line === null ? { text } : { text: text.slice(line[0].length), declared: line[1]! };
}

function readRows(text: string, delimiter: string): string[][] {
  const options = {
    delimiter,
    relax_column_count: true,
    skip_empty_lines: true,
    trim: true,
    bom: true,
  };
  try {
    return parse(text, { ...options, relax_quotes: true });
  } catch {
    // A quotation mark that is not closed, or stands for inches: then none has a meaning.
    return parse(text, { ...options, quote: null });
  }
}

/** The one that gives the most lines the same number of columns, two or more. */
function likeliestDelimiter(text: string): string {
  const lines = text
    .slice(0, 200_000)
    .replace(/"(?:[^"]|"")*"/g, '')
    .split(/\r?\n/)
    .filter((line) => line.trim() !== '')
    .slice(0, linesLookedAt);
  let best = { delimiter: noDelimiter, lines: 0, columns: 0 };
  for (const delimiter of delimiters) {
    const counts = new Map<number, number>();
    for (const line of lines) {
      const columns = line.split(delimiter).length;
      if (columns > 1) counts.set(columns, (counts.get(columns) ?? 0) + 1);
    }
    for (const [columns, times] of counts) {
      const better = times > best.lines || (times === best.lines && columns > best.columns);
      if (better) best = { delimiter, lines: times, columns };
    }
  }
  return isDivided(best, lines) ? best.delimiter : noDelimiter;
}

/** One comma in a column of sentences divides nothing. */
function isDivided(
  { delimiter, lines: times }: { delimiter: string; lines: number },
  lines: readonly string[],
): boolean {
  return times * 2 > lines.length || (lines[0]?.includes(delimiter) ?? false);
}
