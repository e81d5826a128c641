import { describe, expect, it } from 'vitest';
import { noteSays } from '../note-says.ts';

const slug = 'query-understanding';

describe('numbers in query-understanding', () => {
  it('computes the chance that one of three paraphrases finds the passage', () => {
    expect(noteSays(slug, 'at least one finds it with probability 0.936')).toBe(true);
    expect(1 - (1 - 0.6) ** 3).toBeCloseTo(0.936, 6);
  });

  it('compounds the success of several hops', () => {
    expect(noteSays(slug, 'two hops succeed in 64% of cases and three hops in about 51%')).toBe(
      true,
    );
    expect(0.8 ** 2 * 100).toBeCloseTo(64, 6);
    expect(Math.round(0.8 ** 3 * 100)).toBe(51);
  });

  it('adds the latency of two calls', () => {
    expect(noteSays(slug, 'adds 800 ms before any search starts')).toBe(true);
    expect(2 * 400).toBe(800);
  });
});
