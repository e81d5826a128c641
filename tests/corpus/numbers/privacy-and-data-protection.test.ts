import { describe, expect, it } from 'vitest';
import { noteSays } from '../note-says.ts';

const slug = 'privacy-and-data-protection';

describe('numbers in privacy-and-data-protection', () => {
  it('computes what epsilon allows', () => {
    expect(noteSays(slug, 'by a factor of at most 2.72')).toBe(true);
    expect(Math.exp(1)).toBeCloseTo(2.72, 2);
    expect(noteSays(slug, 'by a factor of at most 2,981')).toBe(true);
    expect(Math.round(Math.exp(8))).toBe(2981);
    expect(noteSays(slug, 'can reach at most 73%')).toBe(true);
    expect(Math.exp(1) / (1 + Math.exp(1))).toBeCloseTo(0.73, 2);
  });

  it('computes the share of poisoned tokens', () => {
    const sharePercent = (420_000 / 260e9) * 100;
    expect(noteSays(slug, 'are a share of 0.00016%')).toBe(true);
    expect(sharePercent).toBeCloseTo(0.00016, 5);
  });
});
