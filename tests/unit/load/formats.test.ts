import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { createConverter } from '../../../src/load/converter.ts';
import { loadConverted } from '../../../src/load/load-document.ts';
import { mediaTypeOf } from '../../../src/load/media-type.ts';
import { epubFiles, notebookFiles } from './formats/book-files.ts';
import type { Expectation } from './formats/expectation.ts';
import { docxFiles, pptxFiles } from './formats/office-files.ts';
import { outsideCode } from './formats/outside-code.ts';
import { csvFiles, htmlFiles, textFiles } from './formats/page-files.ts';

const folder = fileURLToPath(new URL('../../fixtures/formats/', import.meta.url));
const converter = createConverter();
afterAll(() => converter.close());

/** What no reader may be led away by: code fences and inline code show it as it is. */
const active = [
  /<[a-z!/][^>]*>/i,
  /!\[[^\]]*\]\(/,
  /(?<!\\)\[[^\]\n]*[^\]\n\\]\]\(/,
  /(?<!\\)\[[^\]\n]+\]:\s/,
];

const tables: Readonly<Record<string, readonly Expectation[]>> = {
  docx: docxFiles,
  pptx: pptxFiles,
  epub: epubFiles,
  ipynb: notebookFiles,
  html: htmlFiles,
  csv: csvFiles,
  text: textFiles,
};

const convert = (file: string) =>
  converter.convert(readFileSync(folder + file), file, mediaTypeOf(file));

/** As readers see a line of a table. */
const cellsOf = (line: string): string[] =>
  line
    .slice(1, -1)
    .split(/(?<!\\)\|/)
    .map((cell) => cell.trim());

describe.each(Object.keys(tables))('files of the format %s', (format) => {
  it('are all told of here, eight or more', () => {
    const told = tables[format]!.map(({ file }) => file.slice(format.length + 1)).sort();
    const there = readdirSync(folder + format).filter((name) => name !== 'README.md');
    expect(told).toEqual(there.sort());
    expect(told.length).toBeGreaterThanOrEqual(8);
  });

  const refused = tables[format]!.filter((expected) => expected.refused !== undefined);
  it.each(refused)('refuses $file with its reason', async ({ file, refused: words }) => {
    await expect(convert(file)).rejects.toThrow(words!);
    await expect(convert(file)).rejects.toThrow(`File "${file}"`);
  });

  const read = tables[format]!.filter((expected) => expected.refused === undefined);
  it.each(read)('reads $file', async (expected) => {
    const { text, title, metadata, pages } = await convert(expected.file);
    if (expected.title !== undefined) expect(title).toBe(expected.title);
    if (expected.metadata !== undefined) expect(metadata).toMatchObject(expected.metadata);
    if (expected.pages !== undefined) expect(pages).toHaveLength(expected.pages);
    const outside = outsideCode(text);
    if (expected.headings !== undefined) {
      expect(outside.match(/^#{1,6} .*$/gm) ?? []).toEqual(expected.headings);
    }
    for (const run of expected.has ?? []) expect(text).toContain(run);
    for (const run of expected.once ?? []) expect(text.split(run)).toHaveLength(2);
    for (const word of expected.lacks ?? []) expect(text).not.toContain(word);
    const rows = text
      .split('\n')
      .filter((line) => line.startsWith('|'))
      .map(cellsOf);
    for (const row of expected.rows ?? []) expect(rows).toContainEqual(row);
    if (format !== 'text') for (const pattern of active) expect(outside).not.toMatch(pattern);
    expect(text).not.toMatch(/\p{Co}|\0/u);
    if (format !== 'text') expect(text).not.toContain('\r');
    const original = { sha256: '', converter: 1 };
    const mediaType = mediaTypeOf(expected.file)!;
    const document = loadConverted({ uri: 'x', mediaType, text, metadata, original });
    for (const { start, end } of pages ?? []) expect(start).toBeLessThanOrEqual(end);
    expect(document.blocks.length).toBeGreaterThan(0);
  });
});
