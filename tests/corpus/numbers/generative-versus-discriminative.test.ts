import { describe, expect, it } from 'vitest';
import { noteSays } from '../note-says.ts';

const slug = 'generative-versus-discriminative';

/** Posterior of spam after seeing the word, by Bayes' rule. */
function spamPosterior(prior: number): number {
  const spam = prior * 0.3;
  const other = (1 - prior) * 0.05;
  return spam / (spam + other);
}

describe('numbers in generative-versus-discriminative', () => {
  it('computes the posterior of spam', () => {
    expect(
      noteSays(slug, 'the posterior for a mail with the word is 0.12 / (0.12 + 0.03) = 0.8'),
    ).toBe(true);
    expect(0.4 * 0.3).toBeCloseTo(0.12, 12);
    expect(0.6 * 0.05).toBeCloseTo(0.03, 12);
    expect(spamPosterior(0.4)).toBeCloseTo(0.8, 12);
  });

  it('computes the posterior after a change of the base rate', () => {
    expect(noteSays(slug, 'the posterior falls from 0.8 to 0.03 / (0.03 + 0.045) = 0.4')).toBe(
      true,
    );
    expect(spamPosterior(0.1)).toBeCloseTo(0.4, 12);
  });
});
