import { describe, expect, it } from 'vitest';
import { noteSays } from '../note-says.ts';

const slug = 'normalizing-flows-and-other-families';

describe('numbers in normalizing-flows-and-other-families', () => {
  it('applies the change of variables to a stretched Gaussian', () => {
    const baseDensity = 1 / Math.sqrt(2 * Math.PI);
    expect(noteSays(slug, 'the density at $x = 1$ is 0.3989 / 2 = 0.1995')).toBe(true);
    expect(baseDensity).toBeCloseTo(0.3989, 4);
    expect(baseDensity / 2).toBeCloseTo(0.1995, 4);
  });

  it('counts the sequential predictions of a pixel model', () => {
    expect(noteSays(slug, 'needs 32 × 32 × 3 = 3,072 sequential predictions')).toBe(true);
    expect(32 * 32 * 3).toBe(3_072);
  });

  it('turns an energy difference into a probability ratio', () => {
    expect(noteSays(slug, 'a factor of $e^2 \\approx 7.39$')).toBe(true);
    expect(Math.exp(2)).toBeCloseTo(7.39, 2);
  });

  it('converts nats to bits per dimension', () => {
    expect(noteSays(slug, '6,388 / (3,072 × 0.6931) = 3.00 bits per dimension')).toBe(true);
    expect(Math.log(2)).toBeCloseTo(0.6931, 4);
    expect(6_388 / (3_072 * Math.log(2))).toBeCloseTo(3, 2);
  });
});
