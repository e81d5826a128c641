import { describe, expect, it } from 'vitest';
import { noteSays } from '../note-says.ts';

const slug = 'decoding-and-sampling';

function softmax(logits: readonly number[], temperature: number): string[] {
  const powers = logits.map((logit) => Math.exp(logit / temperature));
  const sum = powers.reduce((total, power) => total + power, 0);
  return powers.map((power) => (power / sum).toFixed(3));
}

describe('numbers in decoding-and-sampling', () => {
  it('reshapes three logits by temperature', () => {
    expect(noteSays(slug, 'At temperature 1 the probabilities are 0.665, 0.245 and 0.090')).toBe(
      true,
    );
    expect(noteSays(slug, 'At temperature 0.5 the probabilities are 0.867, 0.117 and 0.016')).toBe(
      true,
    );
    expect(noteSays(slug, 'At temperature 2 the probabilities are 0.506, 0.307 and 0.186')).toBe(
      true,
    );
    expect(softmax([2, 1, 0], 1)).toEqual(['0.665', '0.245', '0.090']);
    expect(softmax([2, 1, 0], 0.5)).toEqual(['0.867', '0.117', '0.016']);
    expect(softmax([2, 1, 0], 2)).toEqual(['0.506', '0.307', '0.186']);
  });

  it('truncates by top-p and min-p', () => {
    const probabilities = [0.5, 0.25, 0.15, 0.07, 0.03];
    const nucleus: number[] = [];
    let mass = 0;
    for (const probability of probabilities) {
      if (mass >= 0.85) break;
      nucleus.push(probability);
      mass += probability;
    }
    expect(noteSays(slug, 'Top-p with $p = 0.85$ keeps three tokens')).toBe(true);
    expect(nucleus).toHaveLength(3);
    expect(noteSays(slug, 'so top-p gives 0.556, 0.278 and 0.167')).toBe(true);
    const rescaled = nucleus.map((probability) => (probability / mass).toFixed(3));
    expect(rescaled).toEqual(['0.556', '0.278', '0.167']);
    expect(noteSays(slug, 'Min-p with a fraction of 0.1 keeps four tokens')).toBe(true);
    expect(probabilities.filter((probability) => probability >= 0.1 * 0.5)).toHaveLength(4);
  });

  it('computes the tokens per pass of speculative decoding', () => {
    const tokens = (1 - 0.8 ** 5) / (1 - 0.8);
    expect(noteSays(slug, 'the formula gives 3.36 tokens per pass')).toBe(true);
    expect(tokens.toFixed(2)).toBe('3.36');
  });
});
