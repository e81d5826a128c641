import fc from 'fast-check';
import { expect, it } from 'vitest';
import { MAX_TITLE_CHARS, titleOf } from '../../../src/conversations/title-of.ts';

it('keeps a short question, in one line', () => {
  expect(titleOf('  What\n is \t a  norm? ')).toBe('What is a norm?');
});

it('cuts a long one at a word', () => {
  expect(titleOf('word '.repeat(40))).toBe(`${'word '.repeat(15)}word…`);
});

it('cuts inside a word that is longer than a title', () => {
  expect(titleOf('w'.repeat(200))).toBe(`${'w'.repeat(79)}…`);
  expect(titleOf(`${'w'.repeat(78)}😀😀`)).toBe(`${'w'.repeat(78)}…`);
});

it('says Untitled where there is nothing to show', () => {
  expect(titleOf(' \n ')).toBe('Untitled');
});

it('is well formed, one line and at most 80 units for any question', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 300 }), (question) => {
      const title = titleOf(question);
      expect(title.length).toBeLessThanOrEqual(MAX_TITLE_CHARS);
      expect(title.length).toBeGreaterThan(0);
      expect(title).not.toMatch(/[\r\n]/);
      expect(title.isWellFormed()).toBe(true);
    }),
  );
});
