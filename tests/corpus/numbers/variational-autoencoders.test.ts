import { describe, expect, it } from 'vitest';
import { noteSays } from '../note-says.ts';

const slug = 'variational-autoencoders';

describe('numbers in variational-autoencoders', () => {
  it('computes the closed-form KL term of one dimension', () => {
    const mean = 1;
    const variance = 0.5 ** 2;
    const divergence = 0.5 * (mean ** 2 + variance - Math.log(variance) - 1);
    expect(noteSays(slug, 'the KL term is 0.5 × (1 + 0.25 + 1.3863 − 1) = 0.818 nats')).toBe(true);
    expect(-Math.log(variance)).toBeCloseTo(1.3863, 4);
    expect(divergence).toBeCloseTo(0.818, 3);
  });

  it('agrees with a numerical integral of the KL divergence', () => {
    const density = (x: number, mean: number, deviation: number): number =>
      Math.exp(-0.5 * ((x - mean) / deviation) ** 2) / (deviation * Math.sqrt(2 * Math.PI));
    const width = 0.001;
    let integral = 0;
    for (let x = -4; x < 6; x += width) {
      const encoder = density(x, 1, 0.5);
      integral += encoder * Math.log(encoder / density(x, 0, 1)) * width;
    }
    expect(integral).toBeCloseTo(0.818, 3);
  });

  it('counts the tokens and bits of a quantised image', () => {
    const side = 256 / 8;
    expect(
      noteSays(
        slug,
        'becomes a 32×32 grid of 1,024 tokens, each costing 9 bits with a codebook of 512 entries',
      ),
    ).toBe(true);
    expect(side).toBe(32);
    expect(side * side).toBe(1_024);
    expect(Math.log2(512)).toBe(9);
  });
});
