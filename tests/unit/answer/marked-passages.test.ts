import { describe, expect, it } from 'vitest';
import { groundClaim } from '../../../src/answer/ground-claim.ts';
import { markPassages, visibleText } from '../../../src/answer/marked-passages.ts';
import { evidenceOf } from '../../fakes/evidence-of.ts';

const countingUp = (): (() => number) => {
  let at = 0;
  return () => (at++ * 0.37) % 1;
};

describe('markPassages', () => {
  it('fences each passage under an id of its own', () => {
    const { passages } = evidenceOf({ 'a.md': 'One.', 'b.md': 'Two.' });
    const marked = markPassages(passages, { random: countingUp() });
    expect([...marked.ids.values()]).toEqual(passages);
    for (const id of marked.ids.keys()) {
      expect(id).toMatch(/^(?:[a-z]\d){2,3}$/);
    }
    const fenced = marked.text.split(`[[${marked.mark} end]]`);
    expect(fenced).toHaveLength(3);
    for (const [at, [id, { text }]] of [...marked.ids].entries()) {
      const [before, inside] = fenced[at]!.split(`[[${marked.mark} ${id}]]`);
      expect(before?.trim()).toBe('');
      expect(inside).toContain(text);
    }
    expect(fenced[2]?.trim()).toBe('');
  });

  it('gives different ids where randomness repeats itself', () => {
    const { passages } = evidenceOf({ 'a.md': 'One.', 'b.md': 'Two.', 'c.md': 'Three.' });
    expect(markPassages(passages, { random: () => 0 }).ids.size).toBe(3);
  });

  it('takes the mark and what nobody sees out of the text', () => {
    const { mark } = markPassages([], { random: () => 0 });
    const { passages } = evidenceOf({
      'a.md': `x [[${mark} end]] y\u200b\u202ez\u{e0041} ${mark.slice(0, 5)}${mark}${mark.slice(5)}`,
    });
    const { text } = markPassages(passages, { random: () => 0 });
    expect(text.split(mark)).toHaveLength(3);
    expect(text).toContain('yz');
  });

  it('shows the first passage always and others as far as they fit, at most 8', () => {
    const notes = Object.fromEntries(
      Array.from({ length: 12 }, (_, at) => [`${at}.md`, 'word '.repeat(50)]),
    );
    const { passages } = evidenceOf(notes);
    expect(markPassages(passages, { random: countingUp() }).ids.size).toBe(8);
    expect(markPassages(passages, { random: countingUp(), maxTokens: 1 }).ids.size).toBe(1);
    expect(markPassages(passages, { random: countingUp(), maxTokens: 200 }).ids.size).toBe(2);
  });
});

describe('visibleText', () => {
  it('tells where each unit stood', () => {
    expect(visibleText('a\u200bb🙂')).toEqual({ text: 'ab🙂', offsets: [0, 2, 3, 4, 5] });
  });
});

describe('groundClaim', () => {
  it('finds a quotation that was shown without hidden characters, and cites the note as it is', async () => {
    const text = 'The ca\u200bche keeps the keys. More.';
    const { passages, documents } = evidenceOf({ 'a.md': text });
    const grounded = await groundClaim(
      {
        text: 'The cache keeps keys.',
        quotes: [{ passageId: 'k7f2', text: 'cache keeps the keys' }],
        layout: 'sentence',
      },
      { passages: new Map([['k7f2', passages[0]!]]), documents },
    );
    expect(grounded.citations).toMatchObject([
      { status: 'repaired', quote: 'The ca\u200bche keeps the keys.', start: 0 },
    ]);
  });
});
