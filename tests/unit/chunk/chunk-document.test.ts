import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { chunkDocument } from '../../../src/chunk/chunk-document.ts';
import { loadDocument } from '../../../src/load/load-document.ts';
import { MAX_PASSAGE_CHARS, type ParsedDocument } from '../../../src/types.ts';

const load = (text: string): ParsedDocument =>
  loadDocument({ uri: 'a.md', mediaType: 'text/markdown', bytes: new TextEncoder().encode(text) });

const textsOf = (text: string): string[] => chunkDocument(load(text)).map((chunk) => chunk.text);

const words = (count: number): string =>
  Array.from({ length: count }, (_, at) => `word${at}`).join(' ');

const paragraph = fc
  .array(fc.constantFrom('word', 'Loss falls.', 'x = 1', 'e.g. this', '日本語。', 'why?', 'so:'), {
    minLength: 1,
    maxLength: 300,
  })
  .map((parts) => parts.join(' '));
const block = fc.oneof(
  paragraph,
  fc.string({ unit: 'grapheme', maxLength: 60 }),
  fc
    .tuple(fc.integer({ min: 1, max: 6 }), fc.string({ maxLength: 20 }))
    .map(([level, text]) => `${'#'.repeat(level)} ${text}`),
  fc.array(paragraph, { minLength: 1, maxLength: 12 }).map((items) => `- ${items.join('\n- ')}`),
  fc
    .array(fc.string({ maxLength: 30 }), { maxLength: 80 })
    .map((rows) => `| a | b |\n|---|---|\n${rows.map((row) => `| ${row} | 1 |`).join('\n')}`),
  fc
    .array(fc.string({ maxLength: 40 }), { maxLength: 90 })
    .map((lines) => `\`\`\`\n${lines.join('\n')}\n\`\`\``),
  fc.constantFrom(
    '$$\nx\n$$',
    '```\nunclosed',
    '> quote\nlazy',
    'Title\n===',
    '---',
    '<div>',
    'See:',
  ),
  fc.integer({ min: 1, max: 3000 }).map((length) => '🙂'.repeat(length)),
);
const front = fc.constantFrom(
  '',
  '---\ntitle: Secret\n---\n',
  '---\nbroken: [\n---\n',
  '---\nopen\n',
);
const markdown = fc
  .tuple(front, fc.array(block, { maxLength: 15 }), fc.constantFrom('\n', '\n\n', '\r\n\r\n'))
  .map(([head, blocks, between]) => head + blocks.join(between));
// With a zero it would be no text: `decode-text.test.ts` has those.
const anyText = fc
  .string({ unit: 'binary', maxLength: 5000, size: 'max' })
  .map((text) => text.replaceAll('\0', ''));

function check(text: string): void {
  const document = load(text);
  const chunks = chunkDocument(document);
  const bodyStart = document.sections[0]?.start ?? text.length;
  let last = bodyStart;
  for (const chunk of chunks) {
    expect(document.text.slice(chunk.start, chunk.end)).toBe(chunk.text);
    expect(chunk.documentId).toBe(document.id);
    expect(chunk.start).toBeGreaterThanOrEqual(last);
    expect(document.text.slice(last, chunk.start).trim()).toBe('');
    expect(chunk.text.length).toBeGreaterThan(0);
    expect(chunk.text.length).toBeLessThanOrEqual(MAX_PASSAGE_CHARS);
    expect(chunk.text.isWellFormed()).toBe(true);
    expect(chunk.headingLength).toBeLessThanOrEqual(chunk.text.length);
    const section = document.sections[chunk.sectionOrdinal]!;
    expect(chunk.end).toBeLessThanOrEqual(section.end);
    // Headings stand only at the chunk's beginning: no text, and then a heading.
    const inside = document.blocks.filter(
      ({ start, end }) => start < chunk.end && end > chunk.start,
    );
    const firstText = inside.findIndex(({ kind }) => kind !== 'heading');
    if (firstText !== -1) {
      expect(inside.slice(firstText).every(({ kind }) => kind !== 'heading')).toBe(true);
    }
    last = chunk.end;
  }
  expect(document.text.slice(last).trim()).toBe('');
  expect(new Set(chunks.map(({ id }) => id)).size).toBe(chunks.length);
}

describe('chunkDocument', () => {
  it('covers any Markdown once, within sections and length', () => {
    fc.assert(fc.property(markdown, check), { numRuns: 300 });
  });

  it('covers any Unicode text once, within sections and length', () => {
    fc.assert(fc.property(anyText, check), { numRuns: 200 });
  });

  it('gives nothing for a document without text', () => {
    expect(textsOf('')).toEqual([]);
    expect(textsOf('---\ntitle: A\n---\n\n')).toEqual([]);
  });

  it('gives equal texts different ids, and the same ids each time', () => {
    const text = '# A\n\nSame.\n\n# A\n\nSame.\n';
    const ids = chunkDocument(load(text)).map(({ id }) => id);
    expect(new Set(ids).size).toBe(2);
    expect(chunkDocument(load(text)).map(({ id }) => id)).toEqual(ids);
  });

  it('keeps headings with the text below them', () => {
    const [chunk] = chunkDocument(load('# A\n\n## B\n\nText.\n'));
    expect(chunk?.text).toBe('# A\n\n## B\n\nText.');
    expect(chunk?.headingLength).toBe('# A\n\n## B\n\n'.length);
    expect(chunk?.sectionOrdinal).toBe(1);
  });

  it('keeps a lead-in with its list', () => {
    const lead = 'The causes are:';
    const list = Array.from({ length: 10 }, (_, at) => `- ${at} ${words(8)}`).join('\n');
    const chunk = textsOf(`# A\n\n${words(100)}\n\n${lead}\n\n${list}\n`).find((text) =>
      text.includes(lead),
    );
    expect(chunk).toContain('- 9 ');
  });

  it('names the header of a table that it continues', () => {
    const header = '| a | b |\n|---|---|';
    const rows = Array.from({ length: 60 }, (_, at) => `| row ${at} | ${words(4)} |`).join('\n');
    const document = load(`${header}\n${rows}\n`);
    const [first, ...others] = chunkDocument(document);
    expect(first?.tableHeader).toBeUndefined();
    expect(others.length).toBeGreaterThan(0);
    for (const { tableHeader, text } of others) {
      expect(document.text.slice(tableHeader?.start, tableHeader?.end)).toBe(header);
      expect(text.startsWith('| row')).toBe(true);
    }
  });

  it('cuts a word without spaces between characters', () => {
    expect(textsOf('🙂'.repeat(2000)).every((text) => text.isWellFormed())).toBe(true);
  });
});
