import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findNormalised, normaliseQuote } from '../../../src/text/normalise-quote.ts';

function found(text: string, quote: string): string | undefined {
  const span = findNormalised(text, quote);
  return span && text.slice(span.start, span.end);
}

describe('normaliseQuote', () => {
  it.each([
    ['  Two\n\twords ', 'two words'],
    ['“a” — ‘b’', '"a" - \'b\''],
    ['wait…', 'wait...'],
    ['**bold** and *soft*', 'bold and soft'],
    ['see [the note](note.md) now', 'see the note now'],
    ['![alt](picture.png)', 'alt'],
  ])('turns %j into %j', (text, normal) => {
    expect(normaliseQuote(text)).toBe(normal);
  });
});

describe('findNormalised', () => {
  it.each([
    ['The **KV cache** stores keys.', 'the kv cache stores', 'The **KV cache** stores'],
    ['one\n  two three', 'ONE two', 'one\n  two'],
    ['a [link text](x.md) here', 'link text here', 'link text](x.md) here'],
    ['pages 3–5 only', '3-5', '3–5'],
    ['so… it ends', 'so... it', 'so… it'],
  ])('finds in %j the quote %j as %j', (text, quote, span) => {
    expect(found(text, quote)).toBe(span);
  });

  it('gives the first of several occurrences', () => {
    expect(findNormalised('Loss and loss', 'loss')).toEqual({ start: 0, end: 4 });
  });

  it.each([
    ['The rate is 0.5', 'The rate is 0.6'],
    ['generator', 'generater'],
    ['one two', 'onetwo'],
  ])('does not find in %j the changed quote %j', (text, quote) => {
    expect(findNormalised(text, quote)).toBeUndefined();
  });

  it.each(['', '   ', '**'])('never finds the empty quote %j', (quote) => {
    expect(findNormalised('some text', quote)).toBeUndefined();
  });

  it('finds every slice of a plain text at a span with the same normal form', () => {
    const word = fc.string({ unit: fc.constantFrom(...'abcXYZ09é🙂—“’… \n'), maxLength: 12 });
    fc.assert(
      fc.property(word, word, word, (before, quote, after) => {
        fc.pre(normaliseQuote(quote) !== '');
        const text = before + quote + after;
        const span = findNormalised(text, quote);
        expect(span).toBeDefined();
        expect(normaliseQuote(text.slice(span!.start, span!.end))).toBe(normaliseQuote(quote));
      }),
    );
  });
});
