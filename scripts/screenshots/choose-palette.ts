import gifenc from 'gifenc';

export type Palette = [red: number, green: number, blue: number][];

/** Flat surfaces and plain text keep their exact colours; the edges of letters share the rest. */
const exactColors = 176;

/**
 * Colours for all pictures together, so that what stands still looks the same in each.
 *
 * @param size how many colours at most
 */
export function choosePalette(pictures: readonly Uint32Array[], size: number): Palette {
  const counts = new Map<number, number>();
  for (const pixels of pictures) {
    for (const pixel of pixels) counts.set(pixel, (counts.get(pixel) ?? 0) + 1);
  }
  const byCount = [...counts].sort(([, a], [, b]) => b - a).map(([pixel]) => pixel);
  const rare = Uint32Array.from(byCount.slice(exactColors));
  const mixed =
    rare.length === 0
      ? []
      : gifenc.quantize(new Uint8Array(rare.buffer), Math.max(1, size - exactColors));
  return [...byCount.slice(0, exactColors).map(channelsOf), ...mixed].slice(0, size);
}

/** @param pixel red in the lowest byte, as a little-endian machine reads RGBA */
export function channelsOf(pixel: number): [red: number, green: number, blue: number] {
  return [pixel & 255, (pixel >> 8) & 255, (pixel >> 16) & 255];
}
