import { describe, expect, it } from 'vitest';
import { noteSays } from '../note-says.ts';

const slug = 'agent-reliability';

const binomial = (total: number, chosen: number): number => {
  if (chosen > total) {
    return 0;
  }
  let result = 1;
  for (let index = 1; index <= chosen; index += 1) {
    result = (result * (total - chosen + index)) / index;
  }
  return result;
};

describe('numbers in agent-reliability', () => {
  it('computes how errors compound', () => {
    expect(noteSays(slug, 'With 95% per step, 20 steps succeed 36% of the time')).toBe(true);
    expect(Math.round(0.95 ** 20 * 100)).toBe(36);
    expect(noteSays(slug, 'With 99% per step, 100 steps succeed 37% of the time')).toBe(true);
    expect(Math.round(0.99 ** 100 * 100)).toBe(37);
    expect(noteSays(slug, 'needs 99.5% per step')).toBe(true);
    expect(0.9 ** (1 / 20) * 100).toBeCloseTo(99.5, 1);
  });

  it('computes pass^4 and pass@4 of six successes in eight runs', () => {
    expect(noteSays(slug, 'give a pass^4 of 0.21 and a pass@4 of 1.00')).toBe(true);
    expect(binomial(6, 4) / binomial(8, 4)).toBeCloseTo(0.21, 2);
    expect(1 - binomial(2, 4) / binomial(8, 4)).toBeCloseTo(1, 2);
  });

  it('computes the interval of a success rate', () => {
    expect(noteSays(slug, 'a 95% interval of about plus or minus 6 percentage points')).toBe(true);
    expect(Math.round(1.96 * Math.sqrt((0.75 * 0.25) / 200) * 100)).toBe(6);
  });

  it('computes the cost per success and the effect of verified retries', () => {
    expect(noteSays(slug, 'each success costs USD 0.53')).toBe(true);
    expect(0.4 / 0.75).toBeCloseTo(0.53, 2);
    expect(noteSays(slug, 'the expected cost per task is USD 1.90')).toBe(true);
    expect(0.4 + 0.25 * 6).toBeCloseTo(1.9, 6);
    expect(noteSays(slug, 'at 75% success solve 98.4% of tasks')).toBe(true);
    expect((1 - 0.25 ** 3) * 100).toBeCloseTo(98.4, 1);
  });
});
