/** Comma-, semicolon- or tab-separated values -> Markdown tables, a section for each run of rows. */
import { parse } from 'csv-parse/sync';
import { UserInputError } from '../../errors.ts';
import { decodeText } from '../decode-text.ts';
import type { Convert } from './contract.ts';
import { tableOf } from './markdown-table.ts';

/** Rows under one heading: citations name the run that they are from. */
const rowsInSection = 100;
const delimiters = [',', ';', '\t', '|'] as const;

export const convertCsv: Convert = async (bytes) => {
  const text = decodeText(bytes, 'table');
  const rows = readRows(text);
  const [header, ...body] = rows;
  if (header === undefined) throw new UserInputError('holds no rows');
  if (body.length === 0) return { text: tableOf(header, []), metadata: {}, notices: [] };
  const sections: string[] = [];
  for (let at = 0; at < body.length; at += rowsInSection) {
    const part = body.slice(at, at + rowsInSection);
    const heading =
      body.length > rowsInSection ? `## Rows ${at + 1} to ${at + part.length}\n\n` : '';
    sections.push(`${heading}${tableOf(header, part)}`);
  }
  return { text: sections.join('\n'), metadata: {}, notices: [] };
};

function readRows(text: string): string[][] {
  try {
    return parse(text, {
      delimiter: likeliestDelimiter(text),
      relax_column_count: true,
      relax_quotes: true,
      skip_empty_lines: true,
      trim: true,
      bom: true,
    });
  } catch (cause) {
    throw new UserInputError('is no table that can be read: a quotation mark is not closed', {
      cause,
    });
  }
}

/** The one that stands most often in the first line outside quotation marks. */
function likeliestDelimiter(text: string): string {
  const [line = ''] = text.replace(/"[^"]*"/g, '').split(/\r?\n/, 1);
  const count = (delimiter: string) => line.split(delimiter).length;
  return delimiters.reduce((best, next) => (count(next) > count(best) ? next : best));
}
