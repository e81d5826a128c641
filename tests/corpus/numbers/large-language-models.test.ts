import { describe, expect, it } from 'vitest';
import { noteSays } from '../note-says.ts';

const slug = 'large-language-models';

describe('numbers in large-language-models', () => {
  it('compounds the success of 100 steps', () => {
    expect(noteSays(slug, 'the whole answer is right with probability 0.366')).toBe(true);
    expect((0.99 ** 100).toFixed(3)).toBe('0.366');
  });

  it('turns accuracy per token into exact match of 10 tokens', () => {
    expect(noteSays(slug, 'of 0.001, and 0.80 gives 0.107, and 0.95 gives 0.599')).toBe(true);
    const rates = [0.5, 0.8, 0.95].map((accuracy) => (accuracy ** 10).toFixed(3));
    expect(rates).toEqual(['0.001', '0.107', '0.599']);
  });

  it('computes memory and operations of a model with 70 billion parameters', () => {
    const parameters = 70e9;
    expect(noteSays(slug, '140 GB for weights at 16 bits and 35 GB at 4 bits')).toBe(true);
    expect((parameters * 2) / 1e9).toBe(140);
    expect((parameters * 0.5) / 1e9).toBe(35);
    expect(noteSays(slug, 'about 140 billion operations per token')).toBe(true);
    expect((2 * parameters) / 1e9).toBe(140);
  });
});
