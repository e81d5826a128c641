import { describe, expect, it } from 'vitest';
import { withTypingErrors } from '../../../src/evaluate/typing-errors.ts';

const words = [
  'attention',
  'embedding',
  'retrieval',
  'diffusion',
  'tokenizer',
  'generator',
  'quantised',
  'inference',
  'benchmark',
  'transform',
];
const slips = words.flatMap((word) =>
  ['a', 'b', 'c', 'd', 'e', 'f'].map((tail) => ({
    word,
    typed: withTypingErrors(`${word} ${tail}`).split(' ')[0]!,
  })),
);
const sorted = (word: string): string => [...word].sort().join('');

describe('withTypingErrors', () => {
  it('makes slips of all four kinds', () => {
    const kinds = slips.map(({ word, typed }) => {
      if (typed.length < word.length) return 'dropped';
      if (typed.length > word.length) return 'doubled';
      return sorted(typed) === sorted(word) ? 'swapped' : 'missed';
    });
    expect(new Set(kinds)).toEqual(new Set(['dropped', 'doubled', 'swapped', 'missed']));
  });

  it('is the same for the same question, and leaves short words alone', () => {
    expect(withTypingErrors('What is attention?')).toBe(withTypingErrors('What is attention?'));
    expect(withTypingErrors('What is BLEU?')).toBe('What is BLEU?');
  });
});
