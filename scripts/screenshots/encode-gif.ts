import gifenc from 'gifenc';
import { choosePalette } from './choose-palette.ts';
import type { Frame } from './film.ts';
import { createNearestColor } from './nearest-color.ts';

/** The 256th colour of a GIF: what stands still is not drawn again, and costs next to nothing. */
const unchanged = 255;

/** A GIF that loops forever. All frames have the size of the first. */
export function encodeGif(frames: readonly Frame[]): Uint8Array {
  const colors = choosePalette(
    frames.map(({ pixels }) => pixels),
    unchanged,
  );
  const nearest = createNearestColor(colors);
  const palette = [...colors];
  while (palette.length <= unchanged) palette.push([0, 0, 0]);
  const encoder = gifenc.GIFEncoder();
  let before: Uint32Array | undefined;
  for (const { pixels, width, height, delayMs } of frames) {
    const shown = before;
    const indices = Uint8Array.from(pixels, (pixel, at) =>
      shown !== undefined && shown[at] === pixel ? unchanged : nearest(pixel),
    );
    encoder.writeFrame(indices, width, height, {
      ...(before === undefined && { palette, repeat: 0 }),
      transparent: before !== undefined,
      transparentIndex: unchanged,
      delay: delayMs,
      dispose: 1,
    });
    before = pixels;
  }
  encoder.finish();
  return encoder.bytes();
}
