import { describe, expect, it } from 'vitest';
import { loadDocument } from '../../../src/load/load-document.ts';
import { hashBytes } from '../../../src/text/hash.ts';
import type { MediaType } from '../../../src/types.ts';

const load = (text: string, uri = 'notes/a-note.md', mediaType: MediaType = 'text/markdown') =>
  loadDocument({ uri, mediaType, bytes: new TextEncoder().encode(text) });

describe('loadDocument', () => {
  it('keeps the text as it is and hashes it', () => {
    const text = '# A\r\n\r\nBody \r\n';
    const document = load(text);
    expect(document.text).toBe(text);
    expect(document.contentHash).toBe(hashBytes(text));
    expect(document.id).toBe(hashBytes('notes/a-note.md'));
  });

  it.each([
    ['the front matter', '---\ntitle: Front\n---\n# Head\n', 'Front'],
    ['the first heading', 'Lead\n\n## Head *one*\n', 'Head one'],
    ["the file's name", 'Only words', 'a-note'],
  ])('takes the title from %s', (_, text, title) => {
    expect(load(text).title).toBe(title);
  });

  it('nests headings into paths', () => {
    const document = load('# A\n\n## B\n\n### C\n\n## D\n\n# E\n');
    expect(document.sections.map(({ headingPath }) => headingPath)).toEqual([
      ['A'],
      ['A', 'B'],
      ['A', 'B', 'C'],
      ['A', 'D'],
      ['E'],
    ]);
  });

  it('covers the body with adjoining sections', () => {
    const front = '---\ntitle: T\n---\n';
    const text = `${front}Lead\n\n# A\n\nBody\n\n## B\n\nMore\n`;
    const { sections } = load(text);
    expect(sections[0]).toMatchObject({ start: front.length, headingPath: [] });
    expect(sections.at(-1)?.end).toBe(text.length);
    for (const [at, section] of sections.slice(1).entries()) {
      expect(section.start).toBe(sections[at]?.end);
    }
  });

  it('gives each section its keys', () => {
    const document = load('---\nquestions:\n  B: [why]\n---\n# A\n\n## B\n');
    expect(document.sections.map(({ keys }) => keys)).toEqual([[], ['why']]);
  });

  it('reads plain text without headings or front matter', () => {
    const text = '---\ntitle: no\n---\n\n# not a heading\n';
    const document = load(text, 'plain.txt', 'text/plain');
    expect(document.title).toBe('plain');
    expect(document.metadata).toEqual({});
    expect(document.blocks.map(({ kind }) => kind)).toEqual(['paragraph', 'paragraph']);
    expect(document.sections).toEqual([{ start: 0, end: text.length, headingPath: [], keys: [] }]);
  });

  it('gives no blocks for an empty file', () => {
    expect(load('')).toMatchObject({ text: '', blocks: [], sections: [], title: 'a-note' });
  });
});
