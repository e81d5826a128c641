import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Citation } from '../../../../src/serve/contract.ts';
import { cutMarks } from '../../../../web/src/markdown/cut-marks.ts';
import { parsePlace } from '../../../../web/src/read/parse-place.ts';
import { cutPieces, MAX_PIECE_CHARS } from '../../../../web/src/read/pieces.ts';
import { placeCitation } from '../../../../web/src/read/place-citation.ts';
import { readMetadata } from '../../../../web/src/read/read-metadata.ts';

const citation: Citation = {
  marker: 1,
  documentId: 'd',
  uri: 'd.md',
  title: 'D',
  headingPath: [],
  start: 4,
  end: 9,
  quote: 'words',
  status: 'verified',
  contentHash: 'old',
};

describe('placeCitation', () => {
  it('gives the cited span of an unchanged text', () => {
    const placed = placeCitation({ text: 'the words here', contentHash: 'old' }, citation);
    expect(placed).toEqual({ citation, changed: false, span: { start: 4, end: 9 } });
  });

  it('finds the nearest place of the quote in a changed text', () => {
    const text = 'words and, a word later, words, and far away words';
    const placed = placeCitation({ text, contentHash: 'new' }, { ...citation, start: 20, end: 25 });
    expect(placed).toEqual({
      citation: placed.citation,
      changed: true,
      span: { start: 25, end: 30 },
    });
  });

  it('gives no span where the words are gone or never stood', () => {
    expect(placeCitation({ text: 'other', contentHash: 'new' }, citation).span).toBeUndefined();
    const unverified = { ...citation, status: 'unverified' as const };
    const same = { text: 'the words here', contentHash: 'old' };
    expect(placeCitation(same, unverified).span).toBeUndefined();
  });
});

describe('cutPieces', () => {
  const line = fc.constantFrom('text of a note\n', '\n', '```\n', '$$\n', '  more\n', '- item\n');

  it('covers the sections without a gap and in order', () => {
    fc.assert(
      fc.property(fc.array(line, { maxLength: 5_000, size: 'max' }), (lines) => {
        const text = `front${lines.join('')}`;
        const sections = [{ start: 5, end: text.length, headingPath: ['A'] }];
        const pieces = cutPieces({ text, sections });
        expect(pieces.map(({ start, end }) => text.slice(start, end)).join('')).toBe(text.slice(5));
        expect(pieces.filter(({ headingPath }) => headingPath.length > 0).length).toBeLessThan(2);
      }),
      { numRuns: 60, seed: 6 },
    );
  });

  it('cuts a long section at blank lines but never inside code', () => {
    const code = `\`\`\`\n${'a line\n\n'.repeat(3_000)}\`\`\`\n\n`;
    const text = `${'A paragraph.\n\n'.repeat(2_000)}${code}${'After it.\n\n'.repeat(2_000)}`;
    const pieces = cutPieces({ text, sections: [] });
    const withCode = pieces.filter(({ start, end }) => text.slice(start, end).includes('a line'));
    expect(withCode).toHaveLength(1);
    for (const piece of pieces) {
      if (piece === withCode[0]) continue;
      expect(piece.end - piece.start).toBeLessThanOrEqual(MAX_PIECE_CHARS);
    }
  });
});

describe('cutMarks', () => {
  it('covers the text with parts that name every span over them', () => {
    const span = fc.record({ start: fc.nat(30), end: fc.nat(30) });
    fc.assert(
      fc.property(fc.nat(25), fc.array(span, { maxLength: 6 }), (length, spans) => {
        const named = spans.map((each, at) => ({ ...each, name: `n${at}` }));
        const parts = cutMarks(length, named);
        expect(parts.reduce((sum, { start, end }) => sum + end - start, 0)).toBe(length);
        for (const { start, end, name } of parts) {
          const over = named.filter((each) => each.start <= start && end <= each.end);
          expect(name).toBe(over.map((each) => each.name).join(' '));
        }
      }),
    );
  });
});

describe('parsePlace', () => {
  it('takes a span of the text and nothing else', () => {
    expect(parsePlace('2-5', 9)).toEqual({ start: 2, end: 5 });
    for (const at of ['5-2', '3-3', '2-10', '-1-3', '1.5-2', 'a-b', '', '1-2-3', '0x1-4']) {
      expect(parsePlace(at, 9)).toBeUndefined();
    }
  });
});

describe('readMetadata', () => {
  it('takes what it knows and leaves out what has another shape', () => {
    const references = [{ title: 'T', year: 2017, authors: ['A', 'B'] }, 'Plain', 7, null, {}];
    expect(readMetadata({ summary: 'S', level: {}, updated: '', references })).toEqual({
      summary: 'S',
      references: [{ title: 'T', year: '2017', authors: 'A, B' }, { title: 'Plain' }],
    });
    expect(readMetadata({ references: 'none' })).toEqual({ references: [] });
  });
});
