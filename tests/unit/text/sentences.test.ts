import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sentencesOf } from '../../../src/text/sentences.ts';

const textsOf = (text: string): string[] =>
  sentencesOf(text).map(({ start, end }) => text.slice(start, end));

describe('sentencesOf', () => {
  it('splits prose at sentence ends', () => {
    expect(textsOf('One fact. Another fact! A third?')).toEqual([
      'One fact.',
      'Another fact!',
      'A third?',
    ]);
  });

  it.each([
    'Use a mark, e.g. a dash.',
    'See Fig. 3 for the loss.',
    'As J. Smith wrote, it works.',
    'The rate is 3. 5 of them.',
    'Dr. Jones agrees.',
    'The loss $L = a. B + c$ falls.',
    'Call `model.fit. Now` twice.',
  ])('keeps %j whole', (text) => {
    expect(textsOf(text)).toEqual([text]);
  });

  it('joins lines of one paragraph', () => {
    expect(textsOf('A line that\ngoes On here. Next.')).toEqual([
      'A line that\ngoes On here.',
      'Next.',
    ]);
  });

  it('strips markers of items, quotes and headings', () => {
    const text = '# Title\n\n- first item\n2. second item\n\n> quoted words\n';
    expect(textsOf(text)).toEqual(['Title', 'first item', 'second item', 'quoted words']);
    expect(sentencesOf(text).map(({ block }) => block)).toEqual([
      'heading',
      'item',
      'item',
      'paragraph',
    ]);
  });

  it('gives rows of a table whole, without the delimiter row', () => {
    const text = '| A. B | C |\n|---|---|\n| One. Two | 3 |\n';
    expect(textsOf(text)).toEqual(['| A. B | C |', '| One. Two | 3 |']);
  });

  it.each([
    ['code', '```\na. B\n\nc\n```'],
    ['formula', '$$\na. B\n\nc\n$$'],
  ])('gives a block of %s whole', (block, text) => {
    expect(textsOf(`Before.\n\n${text}\n\nAfter.`)).toEqual(['Before.', text, 'After.']);
    expect(sentencesOf(text)[0]?.block).toBe(block);
  });

  it('gives an unclosed fence to the end', () => {
    expect(textsOf('```\na\n\nb')).toEqual(['```\na\n\nb']);
  });

  it('shares an ordinal between sentences of one block only', () => {
    const ordinals = sentencesOf('One. Two.\n\nThree.').map(({ blockOrdinal }) => blockOrdinal);
    expect(ordinals[0]).toBe(ordinals[1]);
    expect(ordinals[2]).toBeGreaterThan(ordinals[1]!);
  });

  it('gives nothing for white space', () => {
    expect(sentencesOf(' \n\t\n')).toEqual([]);
  });

  it('gives ordered, disjoint, trimmed spans for any text', () => {
    const piece = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom('\n', '\n\n', '- ', '# ', '> ', '```', '$$', '| a |', '. ', 'Word', '\r\n'),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
        const text = pieces.join('');
        let last = 0;
        for (const { start, end } of sentencesOf(text)) {
          expect(start).toBeGreaterThanOrEqual(last);
          expect(end).toBeGreaterThan(start);
          expect(text.slice(start, end)).toBe(text.slice(start, end).trim());
          last = end;
        }
        expect(last).toBeLessThanOrEqual(text.length);
      }),
    );
  });
});
