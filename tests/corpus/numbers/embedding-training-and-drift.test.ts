import { describe, expect, it } from 'vitest';
import { noteSays } from '../note-says.ts';

const slug = 'embedding-training-and-drift';

describe('numbers in embedding-training-and-drift', () => {
  it('computes an InfoNCE loss', () => {
    const weights = [0.8, 0.6, 0.2].map((similarity) => Math.exp(similarity / 0.1));
    const probability = (weights[0] ?? 0) / weights.reduce((sum, weight) => sum + weight, 0);
    expect(noteSays(slug, 'receives probability 0.879 and the loss is about 0.129')).toBe(true);
    expect(probability).toBeCloseTo(0.879, 3);
    expect(-Math.log(probability)).toBeCloseTo(0.129, 3);
  });

  it('computes in-batch negatives and the loss of a random guess', () => {
    expect(noteSays(slug, 'gives each anchor 1,023 negatives')).toBe(true);
    expect(1_024 - 1).toBe(1_023);
    expect(noteSays(slug, 'a loss of ln(1024), about 6.93')).toBe(true);
    expect(Math.log(1_024)).toBeCloseTo(6.93, 2);
  });

  it('computes a triplet loss', () => {
    expect(noteSays(slug, 'the triplet loss is 0.1')).toBe(true);
    expect(Math.max(0, 0.5 - 0.6 + 0.2)).toBeCloseTo(0.1, 9);
  });

  it('computes the cost and the time of re-embedding', () => {
    const tokens = 5_000_000 * 400;
    expect(noteSays(slug, 'processes 2,000,000,000 tokens, which costs USD 40')).toBe(true);
    expect(tokens).toBe(2_000_000_000);
    expect((tokens / 1e6) * 0.02).toBeCloseTo(40, 6);
    expect(noteSays(slug, 'the same job takes about 83 minutes')).toBe(true);
    expect(Math.round(5_000_000 / 1_000 / 60)).toBe(83);
  });
});
