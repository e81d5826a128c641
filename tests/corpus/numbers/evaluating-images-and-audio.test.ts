import { describe, expect, it } from 'vitest';
import { noteSays } from '../note-says.ts';

const slug = 'evaluating-images-and-audio';

describe('numbers in evaluating-images-and-audio', () => {
  it('computes a Fréchet distance in one dimension', () => {
    const distance = (0 - 1) ** 2 + 1 ** 2 + 2 ** 2 - 2 * Math.sqrt(1 ** 2 * 2 ** 2);
    expect(
      noteSays(slug, 'means 0 and 1 and standard deviations 1 and 2, the Fréchet distance is 2'),
    ).toBe(true);
    expect(distance).toBeCloseTo(2, 10);
  });

  it('computes CLIPScore, PSNR and word error rate', () => {
    expect(noteSays(slug, 'A cosine similarity of 0.30 gives a CLIPScore of 0.75')).toBe(true);
    expect(2.5 * Math.max(0.3, 0)).toBeCloseTo(0.75, 10);
    expect(noteSays(slug, 'A mean squared error of 100 gives a PSNR of 28.1 decibels')).toBe(true);
    expect(10 * Math.log10(255 ** 2 / 100)).toBeCloseTo(28.1, 1);
    expect(noteSays(slug, 'against 20 reference words, the WER is 20%')).toBe(true);
    expect((2 + 1 + 1) / 20).toBeCloseTo(0.2, 10);
  });
});
