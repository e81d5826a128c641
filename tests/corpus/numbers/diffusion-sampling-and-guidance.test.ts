import { describe, expect, it } from 'vitest';
import { noteSays } from '../note-says.ts';

const slug = 'diffusion-sampling-and-guidance';

describe('numbers in diffusion-sampling-and-guidance', () => {
  it('extrapolates a guided prediction', () => {
    expect(noteSays(slug, 'a scale of 7.5 gives 0.2 + 7.5 × (0.5 − 0.2) = 2.45')).toBe(true);
    expect(0.2 + 7.5 * (0.5 - 0.2)).toBeCloseTo(2.45, 10);
  });

  it('counts the values of a latent', () => {
    const pixels = 512 * 512 * 3;
    const latent = (512 / 8) * (512 / 8) * 4;
    expect(
      noteSays(
        slug,
        'a 512×512 image with 786,432 values becomes a latent with 16,384 values, a reduction by a factor of 48',
      ),
    ).toBe(true);
    expect(pixels).toBe(786_432);
    expect(latent).toBe(16_384);
    expect(pixels / latent).toBe(48);
  });

  it('follows a straight path and back', () => {
    const data = 2;
    const noise = -1;
    const time = 0.25;
    const noisy = (1 - time) * data + time * noise;
    const velocity = noise - data;
    expect(noteSays(slug, 'the noisy value is 0.75 × 2 + 0.25 × (−1) = 1.25')).toBe(true);
    expect(noteSays(slug, 'because 1.25 − 0.25 × (−3) = 2')).toBe(true);
    expect(noisy).toBe(1.25);
    expect(velocity).toBe(-3);
    expect(noisy - time * velocity).toBe(data);
  });

  it('counts adapter parameters and editing steps', () => {
    expect(
      noteSays(
        slug,
        'LoRA trains 2 × 1280 × 8 = 20,480 parameters instead of 1,638,400, which is 1.25 %',
      ),
    ).toBe(true);
    expect(2 * 1280 * 8).toBe(20_480);
    expect(1280 * 1280).toBe(1_638_400);
    expect(20_480 / 1_638_400).toBeCloseTo(0.0125, 10);
    expect(noteSays(slug, '50 × 0.6 = 30 denoising steps are run')).toBe(true);
    expect(50 * 0.6).toBeCloseTo(30, 10);
  });
});
