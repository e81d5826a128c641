import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { convertPdf } from '../../../../src/load/convert/pdf/convert-pdf.ts';
import { createLetterBook } from '../../../../src/load/convert/pdf/pdf-letters.ts';

const folder = fileURLToPath(new URL('../../../fixtures/formats/pdf/', import.meta.url));

/** A book that has seen these texts, all in one font. */
function bookOf(...texts: string[]) {
  const book = createLetterBook();
  book.learn(texts.map((str) => ({ str, fontName: 'f' })));
  return book;
}

describe('letters of fonts', () => {
  it('are as they stand where the font says which they are', () => {
    const text = 'A font that says which letters it shows, all of them.';
    expect(bookOf(text).read(text, 'f')).toBe(text);
  });

  it('are none where a font counts its shapes', () => {
    const text =
      '\u0001\u0002\u0003\u0004 \u0005\u0006\u0007\u0008 \u000e\u000f\u0010\u0011'.repeat(4);
    expect(bookOf(text).read('\u0001\u0002', 'f')).toBeUndefined();
  });

  it('stay in a font of one bullet', () => {
    expect(bookOf('\uf0b7'.repeat(80)).read('\uf0b7', 'f')).toBe('\uf0b7');
  });

  it('have spaces between where a font has a control character for its space', () => {
    const text =
      'the\u0002words\u0002of\u0002a\u0002heading\u0002that\u0002is\u0002long\u0002enough';
    expect(bookOf(text).read('the\u0002words', 'f')).toBe('the words');
  });

  it('keep a rare control character, which may stand for a ligature', () => {
    const text = 'some words with an unknown ligature in the word \u0002rst, and no other one';
    expect(bookOf(text).read(text, 'f')).toBe(text);
  });

  it('are waited for until there are enough of them', () => {
    expect(bookOf('\u0001\u0002\u0003\u0004\u0005').read('\u0001', 'f')).toBe('\u0001');
  });
});

describe('a page in a font that is not within the PDF', () => {
  it('is told to be incomplete, and gives its other text', async () => {
    const converted = await convertPdf(readFileSync(`${folder}reportlab-japanese.pdf`));
    expect(converted.text).toContain('The words in Latin letters are read.');
    expect(converted.notices).toEqual([
      'Some fonts of page 1 do not say which letters they show; their text was left out.',
      'The fonts of page 2 do not say which letters they show; it was left out.',
    ]);
  });
});
