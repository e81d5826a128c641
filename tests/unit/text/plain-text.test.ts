import fc from 'fast-check';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { plainText } from '../../../src/text/plain-text.ts';

/** What it means, said by patterns that take the square of the length for some texts. */
function plainTextByPatterns(markdown: string): string {
  return markdown
    .replace(/!\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replace(/(\*\*|__)(?=\S)([\s\S]*?\S)\1/g, '$2')
    .replace(/(?<![\w*])\*(?=\S)([^*\n]*\S)\*(?![\w*])/g, '$1')
    .replace(/\s+/g, ' ')
    .trim();
}

describe('plainText', () => {
  afterEach(() => vi.restoreAllMocks());

  it.each([
    ['see [the notes](a.md#b) on ![a picture](p.png) of it', 'see the notes on a picture of it'],
    ['**so** it __is__, *mostly*,  2 * 3 * 4', 'so it is, mostly, 2 * 3 * 4'],
    ['[![badge](b.svg)](https://x)', 'badge'],
    ['[no target] [broken](end', '[no target] [broken](end'],
    ['** no ** a**b**c ****', '** no ** abc ****'],
  ])('makes %j what a reader sees', (markdown, plain) => {
    expect(plainText(markdown)).toBe(plain);
  });

  it('shows of any text what the patterns show', () => {
    const parts = fc.constantFrom(
      ...['[', ']', '(', ')', '![', '](', '**', '__', '*', '_', ' ', '\n', 'a', 'é', '𝛼'],
    );
    fc.assert(
      fc.property(fc.array(parts, { maxLength: 40 }), (given) => {
        const markdown = given.join('');
        expect(plainText(markdown)).toBe(plainTextByPatterns(markdown));
      }),
      { numRuns: 20_000 },
    );
  });

  it.each([
    ['brackets', '['],
    ['pictures', '!['],
    ['links without an end', '[a]('],
    ['names without a target', '[a]'],
    ['strong marks that close nothing', '** a'],
    ['lines that close nothing', '__ a'],
    ['strong marks that open', '**a '],
    ['both marks', '**a __b '],
    ['stars', '*'],
    ['words between stars', '*a '],
  ])('looks at a text of %s some times in all, however long it is', (_, part) => {
    const search = vi.spyOn(String.prototype, 'indexOf');
    /** Characters that were looked at to find the next mark. */
    const looksAt = (text: string): number => {
      search.mockClear();
      plainText(text);
      return search.mock.results.reduce((sum, { value }, call) => {
        const from = Number(search.mock.calls[call]![1] ?? 0);
        return sum + (value === -1 ? String(search.mock.contexts[call]).length : value) - from + 1;
      }, 0);
    };
    const short = part.repeat(2_000 / part.length);
    const long = part.repeat(20_000 / part.length);
    expect(looksAt(short)).toBeGreaterThan(short.length);
    expect(looksAt(long)).toBeLessThan(12 * long.length);
    expect(looksAt(long)).toBeLessThan(10.5 * looksAt(short));
  });

  it('ends on a text of a million brackets', () => {
    expect(plainText('['.repeat(1_000_000))).toHaveLength(1_000_000);
  });
});
