import { describe, expect, it } from 'vitest';
import { noteSays } from '../note-says.ts';

describe('numbers in prompt-injection', () => {
  it('computes the chance that one of many attempts succeeds', () => {
    const chance = 1 - (1 - 0.01) ** 200;
    expect(noteSays('prompt-injection', 'at least once with a probability of about 87%')).toBe(
      true,
    );
    expect(Math.round(chance * 100)).toBe(87);
  });

  it('computes the precision of a detector at a low base rate', () => {
    const baseRate = 1 / 10_000;
    const precision = (0.99 * baseRate) / (0.99 * baseRate + 0.01 * (1 - baseRate));
    expect(noteSays('prompt-injection', 'has a precision of only about 1%')).toBe(true);
    expect(precision * 100).toBeCloseTo(0.98, 2);
    expect(Math.round((1 - precision) * 100)).toBe(99);
  });
});
