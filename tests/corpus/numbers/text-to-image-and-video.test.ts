import { describe, expect, it } from 'vitest';
import { noteSays } from '../note-says.ts';

const slug = 'text-to-image-and-video';

describe('numbers in text-to-image-and-video', () => {
  it('counts how many fewer values the latent of a 512-pixel image holds', () => {
    const pixels = 512 * 512 * 3;
    const latent = 64 * 64 * 4;
    expect(noteSays(slug, `which is ${pixels / latent} times fewer`)).toBe(true);
    expect(noteSays(slug, `(${pixels / latent} times fewer values at 512 pixels)`)).toBe(true);
  });

  it('counts how many fewer values a latent of 16 channels holds', () => {
    const ratio = (1024 * 1024 * 3) / (128 * 128 * 16);
    expect(noteSays(slug, `a latent of 128 x 128 x 16 values, only ${ratio} times fewer`)).toBe(
      true,
    );
  });

  it('guides a velocity', () => {
    const withPrompt = 0.2;
    const without = -0.1;
    const guided = without + 4 * (withPrompt - without);
    expect(noteSays(slug, 'the guided velocity is −0.1 + 4 × 0.3 = 1.1')).toBe(true);
    expect(withPrompt - without).toBeCloseTo(0.3);
    expect(guided).toBeCloseTo(1.1);
  });

  it('counts image tokens', () => {
    const side = 1024 / 8 / 2;
    expect(noteSays(slug, `${side} x ${side} = ${(side ** 2).toLocaleString('en')}`)).toBe(true);
    expect(noteSays(slug, `32 x 32 = ${(32 ** 2).toLocaleString('en')} image tokens`)).toBe(true);
  });

  it('counts the tokens of a clip and what twice the length costs', () => {
    const latentFrames = (frames: number): number => 1 + (frames - 1) / 4;
    const tokens = (frames: number): number =>
      latentFrames(frames) * (1280 / 8 / 2) * (720 / 8 / 2);
    expect(noteSays(slug, `1 + 128 / 4 = ${latentFrames(129)} latent frames`)).toBe(true);
    expect(noteSays(slug, `33 x 80 x 45 = ${tokens(129).toLocaleString('en')} tokens`)).toBe(true);
    expect(
      noteSays(
        slug,
        `has ${latentFrames(257)} latent frames and ${tokens(257).toLocaleString('en')} tokens`,
      ),
    ).toBe(true);
    const ratio = (tokens(257) / tokens(129)) ** 2;
    expect(noteSays(slug, `about ${ratio.toFixed(1)} times as much`)).toBe(true);
  });
});
