import { describe, expect, it } from 'vitest';
import { noteSays } from '../note-says.ts';

const slug = 'quantization';
const bitsPerWeight = 4 + (16 + 4) / 128;

describe('numbers in quantization', () => {
  it('computes the rounding of one weight with and without an outlier', () => {
    const scale = 2.54 / 127;
    const stored = Math.round(0.373 / scale);
    expect(noteSays(slug, 'a scale of 2.54 / 127 = 0.02')).toBe(true);
    expect(scale).toBeCloseTo(0.02, 10);
    expect(noteSays(slug, 'becomes the integer 19 and is read back as 0.38')).toBe(true);
    expect(stored).toBe(19);
    expect(stored * scale).toBeCloseTo(0.38, 10);
    const wideScale = 60 / 127;
    expect(noteSays(slug, 'grows from 0.02 to 0.472')).toBe(true);
    expect(wideScale).toBeCloseTo(0.472, 3);
    expect(noteSays(slug, 'the weight 0.373 is read back as 0.472')).toBe(true);
    expect(Math.round(0.373 / wideScale) * wideScale).toBeCloseTo(0.472, 3);
  });

  it('computes the effective bits and the weight memory', () => {
    expect(noteSays(slug, 'take 4.16 bits per weight')).toBe(true);
    expect(bitsPerWeight).toBeCloseTo(4.16, 2);
    expect(
      noteSays(slug, 'takes 16.06 GB in BF16, 8.03 GB in 8 bits, and 4.17 GB at 4.16 bits'),
    ).toBe(true);
    expect((8.03 * 16) / 8).toBeCloseTo(16.06, 2);
    expect((8.03 * bitsPerWeight) / 8).toBeCloseTo(4.17, 2);
    expect(noteSays(slug, 'from 16 to 4.16 bits is 3.85 times')).toBe(true);
    expect(16 / bitsPerWeight).toBeCloseTo(3.85, 2);
    expect(noteSays(slug, 'takes 141.2 GB in BF16 and about 36.7 GB at 4.16 bits')).toBe(true);
    expect((70.6 * 16) / 8).toBeCloseTo(141.2, 6);
    expect((70.6 * bitsPerWeight) / 8).toBeCloseTo(36.7, 1);
  });

  it('computes the bits of NVFP4 and the size of an FP8 cache', () => {
    expect(noteSays(slug, 'makes about 4.5 bits per value')).toBe(true);
    expect(4 + 8 / 16).toBe(4.5);
    expect(noteSays(slug, 'takes 65,536 bytes instead of 131,072')).toBe(true);
    expect(2 * 32 * 8 * 128 * 1).toBe(65_536);
    expect(2 * 32 * 8 * 128 * 2).toBe(131_072);
  });
});
