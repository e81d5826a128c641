import { describe, expect, it } from 'vitest';
import { noteSays } from '../note-says.ts';

const slug = 'ethics-and-fairness';

describe('numbers in ethics-and-fairness', () => {
  it('computes the selection-rate ratio', () => {
    const ratio = 40 / 100 / (60 / 100);
    expect(noteSays(slug, '60 of 100 men and 40 of 100 women, the ratio is 0.67')).toBe(true);
    expect(ratio).toBeCloseTo(0.67, 2);
    expect(ratio).toBeLessThan(0.8);
  });

  it('computes false positive rates from base rates', () => {
    const falsePositiveRate = (base: number): number =>
      (base / (1 - base)) * ((1 - 0.7) / 0.7) * (1 - 0.3);
    expect(noteSays(slug, 'is 30% at a base rate of 0.5 and 12.9% at a base rate of 0.3')).toBe(
      true,
    );
    expect(falsePositiveRate(0.5)).toBeCloseTo(0.3, 10);
    expect(falsePositiveRate(0.3) * 100).toBeCloseTo(12.9, 1);
  });

  it('computes the spread of a small group', () => {
    const quantile = (level: number): number => {
      let term = 0.9 ** 25;
      let total = term;
      let hits = 0;
      while (total < level) {
        term *= ((25 - hits) / (hits + 1)) * (0.1 / 0.9);
        hits += 1;
        total += term;
      }
      return hits / 25;
    };
    expect(noteSays(slug, 'scatters between 0% and 24% (95% range)')).toBe(true);
    expect(quantile(0.025)).toBe(0);
    expect(quantile(0.975)).toBeCloseTo(0.24, 10);
  });

  it('computes energy for one million prompts', () => {
    expect(noteSays(slug, 'one million prompts use 240 kilowatt-hours')).toBe(true);
    expect((0.24 * 1e6) / 1000).toBeCloseTo(240, 10);
  });
});
