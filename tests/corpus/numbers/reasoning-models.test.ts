import { describe, expect, it } from 'vitest';
import { noteSays } from '../note-says.ts';

const slug = 'reasoning-models';

function choose(n: number, k: number): number {
  let result = 1;
  for (let i = 1; i <= k; i += 1) {
    result = (result * (n - k + i)) / i;
  }
  return result;
}

describe('numbers in reasoning-models', () => {
  it('computes the coverage of ten samples', () => {
    expect(noteSays(slug, 'contain a right answer with a probability of about 89%')).toBe(true);
    expect(Math.round((1 - 0.8 ** 10) * 100)).toBe(89);
  });

  it('computes the price and the time of thinking', () => {
    const short = (500 / 1e6) * 10;
    const long = (8500 / 1e6) * 10;
    expect(noteSays(slug, 'an answer of 500 tokens costs USD 0.005')).toBe(true);
    expect(noteSays(slug, 'costs USD 0.085, which is 17 times as much')).toBe(true);
    expect(noteSays(slug, '500 tokens take 5 seconds and 8,500 tokens take 85 seconds')).toBe(true);
    expect(short).toBeCloseTo(0.005, 6);
    expect(long).toBeCloseTo(0.085, 6);
    expect(long / short).toBeCloseTo(17, 6);
    expect([500 / 100, 8500 / 100]).toEqual([5, 85]);
  });

  it('computes pass@k from ten samples', () => {
    const passAt5 = 1 - choose(7, 5) / choose(10, 5);
    const passAt1 = 1 - choose(7, 1) / choose(10, 1);
    expect(noteSays(slug, 'the estimate of pass@5 is about 0.92 and pass@1 is 0.30')).toBe(true);
    expect(passAt5).toBeCloseTo(0.92, 2);
    expect(passAt1).toBeCloseTo(0.3, 6);
  });
});
