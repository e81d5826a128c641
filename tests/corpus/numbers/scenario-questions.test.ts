import { describe, expect, it } from 'vitest';
import { noteSays } from '../note-says.ts';

describe('numbers in scenario-questions', () => {
  it('computes the monthly bill before and after routing', () => {
    const costPerCall = (3000 * 2 + 500 * 8) / 1_000_000;
    const month = costPerCall * 1_000_000;
    expect(noteSays('scenario-questions', 'One call costs USD 0.010')).toBe(true);
    expect(costPerCall).toBeCloseTo(0.01, 10);
    expect(noteSays('scenario-questions', 'the month costs USD 10,000')).toBe(true);
    expect(month).toBeCloseTo(10_000, 6);
    expect(noteSays('scenario-questions', 'the month costs USD 3,700')).toBe(true);
    expect(0.3 * month + 0.7 * month * 0.1).toBeCloseTo(3700, 6);
  });

  it('computes the time of long and short answers', () => {
    expect(
      noteSays('scenario-questions', 'after a first-token time of 0.8 seconds takes 8.8 seconds'),
    ).toBe(true);
    expect(0.8 + 400 * 0.02).toBeCloseTo(8.8, 10);
    expect(noteSays('scenario-questions', 'brings the total to 3.8 seconds')).toBe(true);
    expect(0.8 + 150 * 0.02).toBeCloseTo(3.8, 10);
  });

  it('finds the break-even volume of hosting', () => {
    expect(noteSays('scenario-questions', 'breaks even at 600,000 calls a month')).toBe(true);
    expect(6000 / 0.01).toBeCloseTo(600_000, 6);
  });

  it('bounds the error rate after 300 clean cases', () => {
    const upperBound = 1 - 0.05 ** (1 / 300);
    expect(
      noteSays('scenario-questions', 'the 95% upper bound of the true rate is still about 1%'),
    ).toBe(true);
    expect((upperBound * 100).toFixed(1)).toBe('1.0');
  });
});
