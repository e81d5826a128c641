import { describe, expect, it } from 'vitest';
import { noteSays } from '../note-says.ts';

const slug = 'distillation-and-small-models';

function softmax(logits: number[], temperature: number): number[] {
  const powers = logits.map((logit) => Math.exp(logit / temperature));
  const sum = powers.reduce((total, power) => total + power, 0);
  return powers.map((power) => power / sum);
}

describe('numbers in distillation-and-small-models', () => {
  it('computes soft targets at two temperatures', () => {
    const rounded = (temperature: number) =>
      softmax([4, 2, 0], temperature).map((value) => Number(value.toFixed(2)));
    expect(noteSays(slug, 'about 0.87, 0.12 and 0.02 at temperature 1')).toBe(true);
    expect(noteSays(slug, 'about 0.67, 0.24 and 0.09 at temperature 2')).toBe(true);
    expect(rounded(1)).toEqual([0.87, 0.12, 0.02]);
    expect(rounded(2)).toEqual([0.67, 0.24, 0.09]);
  });

  it('computes memory and speed of a 3-billion-parameter model', () => {
    const sixteenBit = (3e9 * 2) / 1e9;
    const fourBit = (3e9 * 0.5) / 1e9;
    expect(noteSays(slug, 'about 6 GB in 16 bits and about 1.5 GB in 4 bits')).toBe(true);
    expect(noteSays(slug, 'limited to about 40 tokens per second')).toBe(true);
    expect(sixteenBit).toBe(6);
    expect(fourBit).toBe(1.5);
    expect(60 / fourBit).toBe(40);
  });

  it('computes the break-even of a small self-hosted model', () => {
    expect(noteSays(slug, 'from 12,000 requests a day on')).toBe(true);
    expect(48 / 0.004).toBeCloseTo(12_000, 6);
  });
});
