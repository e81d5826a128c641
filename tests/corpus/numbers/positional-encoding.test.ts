import { describe, expect, it } from 'vitest';
import { noteSays } from '../note-says.ts';

const slug = 'positional-encoding';

function wavelength(base: number, pair: number, headSize: number): number {
  return 2 * Math.PI * base ** ((2 * pair) / headSize);
}

describe('numbers in positional-encoding', () => {
  it('computes the shortest and longest RoPE wavelengths', () => {
    expect(noteSays(slug, 'every 6.3 tokens and the slowest pair every 54,410 tokens')).toBe(true);
    expect(wavelength(10_000, 0, 128).toFixed(1)).toBe('6.3');
    expect(Math.round(wavelength(10_000, 63, 128))).toBe(54_410);
    expect(noteSays(slug, 'repeats only every 2.56 million tokens')).toBe(true);
    expect((wavelength(500_000, 63, 128) / 1e6).toFixed(2)).toBe('2.56');
  });

  it('interpolates a position and scales the attention temperature', () => {
    expect(noteSays(slug, 'is presented as position 4,096 at factor 8')).toBe(true);
    expect(32_768 / 8).toBe(4096);
    expect(noteSays(slug, 'so a factor of 8 gives 1.208')).toBe(true);
    expect((0.1 * Math.log(8) + 1).toFixed(3)).toBe('1.208');
  });

  it('applies the ALiBi penalty', () => {
    expect(noteSays(slug, 'subtracts 50 from the score of a key 100 tokens away')).toBe(true);
    expect(0.5 * 100).toBe(50);
  });
});
