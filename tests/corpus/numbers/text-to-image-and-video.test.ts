import { expect, it } from 'vitest';
import { noteSays } from '../note-says.ts';

const slug = 'text-to-image-and-video';

it('counts how many fewer values the latent of a 512-pixel image holds', () => {
  const pixels = 512 * 512 * 3;
  const latent = 64 * 64 * 4;
  expect(noteSays(slug, `which is ${pixels / latent} times fewer`)).toBe(true);
});
