import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { emphasiseWords, excerptOf } from '../../../../web/src/library/emphasise-words.ts';

const emphasised = (text: string, question: string): string[] =>
  emphasiseWords(text, question)
    .filter((piece) => piece.emphasised)
    .map((piece) => piece.text);

describe('emphasiseWords', () => {
  it('finds words in their other forms and passes over empty ones', () => {
    const text = 'The scores are scaled, since scaling keeps a score small.';
    expect(emphasised(text, 'Why are the scores scaled?')).toEqual([
      'scores',
      'scaled',
      'scaling',
      'score',
    ]);
  });

  it('emphasises nothing for an empty question', () => {
    expect(emphasised('Some text.', ' ')).toEqual([]);
  });

  it('loses no letter of any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.string(), (text, question) => {
        const joined = emphasiseWords(text, question)
          .map((piece) => piece.text)
          .join('');
        expect(joined).toBe(text);
      }),
    );
  });
});

describe('excerptOf', () => {
  it('reads a short passage whole, without headings and marks', () => {
    expect(excerptOf('## Heading\n\nA **bold** word\nand `code`.', 'bold')).toBe(
      'A bold word and code.',
    );
  });

  it('sets the cells of a table apart by points', () => {
    expect(excerptOf('| a | b |\n| --- | --- |\n| c | d |', 'a')).toBe('a · b c · d');
  });

  it('cuts to where most of the words stand', () => {
    const filler = 'Nothing of note is said here at all. '.repeat(20);
    const cut = excerptOf(
      `${filler}Softmax saturates for large scores. ${filler}`,
      'softmax scores',
    );
    expect(cut).toContain('Softmax saturates for large scores.');
    expect(cut.startsWith('… ')).toBe(true);
    expect(cut.endsWith(' …')).toBe(true);
    expect(cut.length).toBeLessThanOrEqual(330);
  });

  it('cuts a text of one endless word', () => {
    expect(excerptOf('a'.repeat(1_000), 'b').length).toBeLessThanOrEqual(330);
  });
});
