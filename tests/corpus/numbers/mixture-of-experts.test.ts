import { describe, expect, it } from 'vitest';
import { noteSays } from '../note-says.ts';

const slug = 'mixture-of-experts';
const layers = 32;
const width = 4096;
const expertWeights = 3 * width * 14_336;

function mixtralParameters(expertsCounted: number): number {
  const attention = 2 * width * width + 2 * width * 1024;
  const router = 8 * width;
  const norms = layers * 2 * width + width;
  const embeddings = 2 * 32_000 * width;
  return layers * (attention + router + expertsCounted * expertWeights) + norms + embeddings;
}

function expertsTouched(experts: number, perToken: number, tokens: number): number {
  return experts * (1 - (1 - perToken / experts) ** tokens);
}

describe('numbers in mixture-of-experts', () => {
  it('counts the total and active parameters of Mixtral 8x7B', () => {
    expect(noteSays(slug, 'One SwiGLU expert has 176,160,768 weights')).toBe(true);
    expect(expertWeights).toBe(176_160_768);
    expect(noteSays(slug, 'give 46.7 billion total parameters')).toBe(true);
    expect((mixtralParameters(8) / 1e9).toFixed(1)).toBe('46.7');
    expect(noteSays(slug, 'give 12.9 billion active parameters')).toBe(true);
    expect((mixtralParameters(2) / 1e9).toFixed(1)).toBe('12.9');
    expect(noteSays(slug, 'so 5.5% of the weights are active per token')).toBe(true);
    expect(((37 / 671) * 100).toFixed(1)).toBe('5.5');
  });

  it('evaluates the balancing loss and the capacity', () => {
    const shares = Array.from({ length: 8 }, () => 1 / 8);
    const balanced = 8 * shares.reduce((sum, share) => sum + share * share, 0);
    expect(noteSays(slug, 'is 1 at perfect balance and 8 when all tokens')).toBe(true);
    expect(balanced).toBe(1);
    expect(8 * 1 * 1).toBe(8);
    expect(noteSays(slug, 'each expert accepts 1,280 assignments')).toBe(true);
    expect(((4096 * 2) / 8) * 1.25).toBe(1280);
  });

  it('computes serving memory and the experts touched by a batch', () => {
    expect(noteSays(slug, 'take 93.4 GB at 16 bits')).toBe(true);
    expect((46.7 * 2).toFixed(1)).toBe('93.4');
    expect(noteSays(slug, 'of 12.9 billion would take 25.8 GB')).toBe(true);
    expect((12.9 * 2).toFixed(1)).toBe('25.8');
    expect(noteSays(slug, 'an average of 7.2 experts are touched')).toBe(true);
    expect(expertsTouched(8, 2, 8).toFixed(1)).toBe('7.2');
    expect(noteSays(slug, 'an average of 163 experts are touched')).toBe(true);
    expect(Math.round(expertsTouched(256, 8, 32))).toBe(163);
  });
});
