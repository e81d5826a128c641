import { describe, expect, it } from 'vitest';
import { noteSays } from '../note-says.ts';

describe('numbers in hallucination', () => {
  it('computes the semantic entropy of three clusters', () => {
    const shares = [0.6, 0.3, 0.1];
    const entropy = -shares.reduce((sum, share) => sum + share * Math.log(share), 0);
    expect(
      noteSays(
        'hallucination',
        'three meaning clusters of 6, 3 and 1 answers have a semantic entropy of about 0.90 nats',
      ),
    ).toBe(true);
    expect(entropy).toBeCloseTo(0.9, 2);
  });

  it('computes the expected score at a threshold of 0.75', () => {
    const threshold = 0.75;
    const penalty = threshold / (1 - threshold);
    const expectedScore = (probability: number): number =>
      probability - (1 - probability) * penalty;
    expect(
      noteSays('hallucination', 'With a threshold of 0.75 a wrong answer costs 3 points'),
    ).toBe(true);
    expect(penalty).toBeCloseTo(3, 10);
    expect(noteSays('hallucination', '70% sure expects −0.2 points')).toBe(true);
    expect(expectedScore(0.7)).toBeCloseTo(-0.2, 10);
    expect(noteSays('hallucination', '80% sure expects +0.2 points')).toBe(true);
    expect(expectedScore(0.8)).toBeCloseTo(0.2, 10);
  });

  it('compares the rate per answer with the rate per claim', () => {
    expect(
      noteSays(
        'hallucination',
        'an answer with twenty claims of which one is false counts as 100% wrong per answer and 5% wrong per claim',
      ),
    ).toBe(true);
    expect(1 / 20).toBeCloseTo(0.05, 10);
  });
});
