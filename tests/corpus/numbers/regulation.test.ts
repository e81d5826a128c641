import { describe, expect, it } from 'vitest';
import { noteSays } from '../note-says.ts';

describe('numbers in regulation', () => {
  it('estimates training compute against the threshold of 10^25', () => {
    const small = 6 * 70e9 * 15e12;
    const large = 6 * 405e9 * 15.6e12;
    expect(
      noteSays(
        'regulation',
        '70 billion parameters and 15 trillion tokens needs about $6.3\\times10^{24}$',
      ),
    ).toBe(true);
    expect(small / 1e24).toBeCloseTo(6.3, 5);
    expect(small).toBeLessThan(1e25);
    expect(
      noteSays(
        'regulation',
        '405 billion parameters and 15.6 trillion tokens needs about $3.8\\times10^{25}$',
      ),
    ).toBe(true);
    expect(large / 1e25).toBeCloseTo(3.8, 1);
    expect(large).toBeGreaterThan(1e25);
  });

  it('computes the ceilings of fines', () => {
    expect(
      noteSays(
        'regulation',
        'For a company with EUR 2 billion in turnover, the ceiling for a prohibited practice is EUR 140 million',
      ),
    ).toBe(true);
    expect(Math.max(35e6, 0.07 * 2e9)).toBeCloseTo(140e6, 0);
    expect(noteSays('regulation', 'EUR 10 million in turnover faces at most EUR 0.7 million')).toBe(
      true,
    );
    expect(Math.min(35e6, 0.07 * 10e6)).toBeCloseTo(0.7e6, 0);
  });
});
