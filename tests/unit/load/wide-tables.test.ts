import { afterAll, describe, expect, it } from 'vitest';
import { chunkDocument } from '../../../src/chunk/chunk-document.ts';
import { embeddedText } from '../../../src/chunk/embedded-text.ts';
import { createConverter } from '../../../src/load/converter.ts';
import { loadConverted } from '../../../src/load/load-document.ts';
import { MAX_PASSAGE_CHARS } from '../../../src/types.ts';

const converter = createConverter();
afterAll(() => converter.close());

async function load(csv: string) {
  const converted = await converter.convert(Buffer.from(csv), 'table.csv', 'text/csv');
  return loadConverted({
    uri: 'table.csv',
    ...converted,
    original: { sha256: '', converter: 1 },
  });
}

describe('tables that are longer than a passage', () => {
  it('are cut between rows, with the header in what is embedded', async () => {
    const header = Array.from({ length: 12 }, (_, at) => `column ${at}`).join(',');
    const rows = Array.from({ length: 80 }, (_, row) =>
      Array.from({ length: 12 }, (_, at) => `value ${row} of ${at}`).join(','),
    );
    const document = await load([header, ...rows].join('\n'));
    const chunks = chunkDocument(document);
    expect(chunks.length).toBeGreaterThan(10);
    for (const chunk of chunks) {
      expect(chunk.text.length).toBeLessThanOrEqual(MAX_PASSAGE_CHARS);
      expect(chunk.text).toMatch(/^\| .* \|$/s);
      expect(embeddedText(document, chunk)).toContain('| column 0 | column 1 |');
    }
  });

  it('have no chunk above the limit where one row is longer, and lose no cell', async () => {
    const header = Array.from({ length: 60 }, (_, at) => `column ${at}`).join(',');
    const cells = (row: number) =>
      Array.from({ length: 60 }, (_, at) => `a long value ${row} of ${at} and more words`);
    const document = await load([header, cells(1).join(','), cells(2).join(',')].join('\n'));
    const chunks = chunkDocument(document);
    const all = chunks.map(({ text }) => text).join('\n');
    for (const { text } of chunks) expect(text.length).toBeLessThanOrEqual(MAX_PASSAGE_CHARS);
    for (const cell of [...cells(1), ...cells(2)]) {
      expect(all.replace(/\s+/g, ' ')).toContain(cell.slice(0, 12));
    }
  });

  it('are read and cut in seconds with 50,000 rows', async () => {
    const rows = Array.from(
      { length: 50_000 },
      (_, row) => `${row},name ${row},${row * 7} m,note on ${row}`,
    );
    const started = performance.now();
    const document = await load(['id,name,length,note', ...rows].join('\n'));
    const converted = performance.now();
    const chunks = chunkDocument(document);
    const cut = performance.now();
    if (process.env['SHOW'])
      console.log(`${converted - started} ms, ${cut - converted} ms, ${document.text.length}`);
    expect(document.sections).toHaveLength(500);
    expect(document.sections[1]?.headingPath).toEqual(['Rows 101 to 200']);
    expect(chunks.every(({ text }) => text.length <= MAX_PASSAGE_CHARS)).toBe(true);
    expect(cut - started).toBeLessThan(20_000);
  });
});
