import { describe, expect, it } from 'vitest';
import { noteSays } from '../note-says.ts';

const slug = 'generative-ai-in-healthcare-and-pharma';

describe('numbers in generative-ai-in-healthcare-and-pharma', () => {
  it('computes the net minutes saved per day', () => {
    const minutes = (20 * (41 - 18)) / 60;
    expect(noteSays(slug, '20 notes a day save about 8 minutes net')).toBe(true);
    expect(Math.round(minutes)).toBe(8);
  });

  it('computes a positive predictive value', () => {
    const truePositives = 0.9 * 0.01;
    const falsePositives = 0.05 * 0.99;
    expect(
      noteSays(
        slug,
        '90% sensitivity and 95% specificity in a population with 1% prevalence has a positive predictive value of 15%',
      ),
    ).toBe(true);
    expect(truePositives / (truePositives + falsePositives)).toBeCloseTo(0.15, 2);
  });
});
