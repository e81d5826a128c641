import { describe, expect, it } from 'vitest';
import { noteSays } from '../note-says.ts';

const slug = 'gan-training-problems';

describe('numbers in gan-training-problems', () => {
  it('estimates the support size from duplicates', () => {
    const support = 400 ** 2 / (2 * Math.log(2));
    expect(noteSays(slug, '$400^2 / (2 \\ln 2) \\approx 115{,}000$ distinct images')).toBe(true);
    expect(Math.round(support / 1000) * 1000).toBe(115_000);
    expect(1 - Math.exp(-(400 ** 2) / (2 * support))).toBeCloseTo(0.5, 10);
  });

  it('lets the bilinear game drift away from its equilibrium', () => {
    let x = 1;
    let y = 0;
    for (let step = 0; step < 100; step += 1) {
      [x, y] = [x - 0.1 * y, y + 0.1 * x];
    }
    expect(noteSays(slug, 'by a factor of $1.01^{50} \\approx 1.64$')).toBe(true);
    expect(Math.hypot(x, y)).toBeCloseTo(1.01 ** 50, 8);
    expect(1.01 ** 50).toBeCloseTo(1.64, 1);
    expect(Math.floor(1.01 ** 50 * 100) / 100).toBe(1.64);
  });

  it('computes the Jensen-Shannon divergence of two separate point masses', () => {
    const divergence = 0.5 * Math.log(1 / 0.5) + 0.5 * Math.log(1 / 0.5);
    expect(noteSays(slug, 'the Jensen-Shannon divergence is $\\ln 2 \\approx 0.693$')).toBe(true);
    expect(divergence).toBeCloseTo(0.693, 3);
  });

  it('computes a gradient penalty', () => {
    expect(
      noteSays(slug, 'a critic gradient norm of 1.5 at a point costs 10 × (1.5 − 1)² = 2.5'),
    ).toBe(true);
    expect(10 * (1.5 - 1) ** 2).toBe(2.5);
  });
});
