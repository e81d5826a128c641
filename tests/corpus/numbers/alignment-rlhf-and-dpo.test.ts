import { describe, expect, it } from 'vitest';
import { noteSays } from '../note-says.ts';

const slug = 'alignment-rlhf-and-dpo';
const sigmoid = (value: number) => 1 / (1 + Math.exp(-value));

describe('numbers in alignment-rlhf-and-dpo', () => {
  it('computes the preference probability and loss of a reward model', () => {
    const probability = sigmoid(1.5 - 0.5);
    expect(noteSays(slug, 'probability is about 0.73 and the loss is about 0.31')).toBe(true);
    expect(probability).toBeCloseTo(0.73, 2);
    expect(-Math.log(probability)).toBeCloseTo(0.31, 2);
  });

  it('computes the DPO loss of one pair', () => {
    const margin = 0.1 * (0.4 - -0.6);
    expect(noteSays(slug, 'gives a margin of 0.1 and a loss of about 0.64')).toBe(true);
    expect(margin).toBeCloseTo(0.1, 6);
    expect(-Math.log(sigmoid(margin))).toBeCloseTo(0.64, 2);
  });

  it('computes the advantages in a group of eight', () => {
    const rewards = [1, 1, 0, 0, 0, 0, 0, 0];
    const mean = rewards.reduce((sum, reward) => sum + reward, 0) / rewards.length;
    const variance =
      rewards.reduce((sum, reward) => sum + (reward - mean) ** 2, 0) / rewards.length;
    const deviation = Math.sqrt(variance);
    expect(noteSays(slug, 'an advantage of about +1.73 and the wrong ones about −0.58')).toBe(true);
    expect((1 - mean) / deviation).toBeCloseTo(1.73, 2);
    expect((0 - mean) / deviation).toBeCloseTo(-0.58, 2);
  });
});
