import { describe, expect, it } from 'vitest';
import { noteSays } from '../note-says.ts';

const slug = 'diffusion-models';

/** Product of 1 - beta up to `step` for the linear schedule of 1000 steps from 0.0001 to 0.02. */
function linearAlphaBar(step: number): number {
  let product = 1;
  for (let index = 0; index < step; index += 1) {
    product *= 1 - (0.0001 + ((0.02 - 0.0001) * index) / 999);
  }
  return product;
}

describe('numbers in diffusion-models', () => {
  it('computes the signal left by the linear schedule', () => {
    expect(
      noteSays(
        slug,
        'only 28 % of the signal amplitude is left at step 500, because $\\sqrt{\\bar\\alpha_{500}} \\approx 0.28$',
      ),
    ).toBe(true);
    expect(Math.sqrt(linearAlphaBar(500))).toBeCloseTo(0.28, 2);
    expect(noteSays(slug, 'of the linear DDPM schedule is about 0.0064')).toBe(true);
    expect(Math.sqrt(linearAlphaBar(1000))).toBeCloseTo(0.0064, 4);
  });

  it('counts the tokens of a diffusion transformer', () => {
    const tokensPerSide = 32 / 2;
    expect(noteSays(slug, 'a patch size of 2 gives 16 × 16 = 256 tokens')).toBe(true);
    expect(tokensPerSide).toBe(16);
    expect(tokensPerSide ** 2).toBe(256);
  });

  it('counts evaluations and the compression of latent diffusion', () => {
    expect(noteSays(slug, 'one image needs 50 × 2 = 100 network evaluations')).toBe(true);
    expect(50 * 2).toBe(100);
    expect(
      noteSays(slug, 'a 512×512×3 image becomes a 64×64×4 latent, which has 48 times fewer values'),
    ).toBe(true);
    expect((512 * 512 * 3) / (64 * 64 * 4)).toBe(48);
  });
});
