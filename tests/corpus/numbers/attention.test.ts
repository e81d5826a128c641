import { describe, expect, it } from 'vitest';
import { noteSays } from '../note-says.ts';

function softmax(scores: readonly number[]): number[] {
  const powers = scores.map((score) => Math.exp(score));
  const sum = powers.reduce((total, power) => total + power, 0);
  return powers.map((power) => power / sum);
}

describe('numbers in attention', () => {
  it('computes the weights of three scaled scores', () => {
    const weights = softmax([2, 1, 0]).map((weight) => weight.toFixed(3));
    expect(noteSays('attention', 'softmax weights 0.665, 0.245 and 0.090')).toBe(true);
    expect(weights).toEqual(['0.665', '0.245', '0.090']);
  });

  it('shows that unscaled scores saturate the softmax', () => {
    const scale = Math.sqrt(64);
    expect(noteSays('attention', 'give the first key a weight of 0.9997')).toBe(true);
    expect(softmax([2 * scale, scale, 0])[0]?.toFixed(4)).toBe('0.9997');
  });

  it('finds the length at which attention overtakes the rest of the layer', () => {
    const width = 4096;
    const length = 6 * width;
    expect(noteSays('attention', 'crossover lies at 24,576 tokens')).toBe(true);
    expect(length).toBe(24_576);
    expect(4 * length ** 2 * width).toBe(24 * length * width ** 2);
  });

  it('computes the memory of the score matrices of one layer', () => {
    const bytes = 8192 ** 2 * 32 * 2;
    expect(noteSays('attention', "one layer's score matrices take exactly 4 GiB")).toBe(true);
    expect(bytes).toBe(4 * 2 ** 30);
  });
});
