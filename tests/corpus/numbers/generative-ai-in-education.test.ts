import { describe, expect, it } from 'vitest';
import { noteSays } from '../note-says.ts';

const slug = 'generative-ai-in-education';

describe('numbers in generative-ai-in-education', () => {
  it('computes the share of wrong accusations', () => {
    const found = 100 * 0.8;
    const wrong = 900 * 0.01;
    expect(noteSays(slug, '9 of 89 accusations hit honest students')).toBe(true);
    expect(wrong).toBeCloseTo(9, 10);
    expect(found + wrong).toBeCloseTo(89, 10);
    expect(noteSays(slug, 'About one accusation in ten would be wrong')).toBe(true);
    expect(wrong / (found + wrong)).toBeCloseTo(0.1, 2);
  });

  it('computes the students needed for an effect of 0.2', () => {
    const perGroup = (2 * (1.96 + 0.8416) ** 2) / 0.2 ** 2;
    expect(noteSays(slug, 'needs about 392 students per group')).toBe(true);
    expect(Math.round(perGroup)).toBe(392);
  });

  it('computes the cost per student', () => {
    expect(noteSays(slug, 'the cost is USD 10 per student and year')).toBe(true);
    expect(20 / (1800 / 900)).toBe(10);
  });
});
