import { describe, expect, it } from 'vitest';
import { noteSays } from '../note-says.ts';

const slug = 'what-is-generative-ai';

describe('numbers in what-is-generative-ai', () => {
  it('counts the possible settings of a small image', () => {
    const values = 64 * 64 * 3;
    expect(noteSays(slug, 'has 12,288 values and about $10^{29592}$ possible settings')).toBe(true);
    expect(values).toBe(12_288);
    expect(Math.floor(values * Math.log10(256))).toBe(29_592);
  });

  it('multiplies next-token probabilities', () => {
    expect(noteSays(slug, 'the sequence has probability 0.2 × 0.5 × 0.1 = 0.01')).toBe(true);
    expect(0.2 * 0.5 * 0.1).toBeCloseTo(0.01, 12);
  });
});
