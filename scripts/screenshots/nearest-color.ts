import { channelsOf, type Palette } from './choose-palette.ts';

/** A function from a pixel to the position of the colour nearest to it; each pixel is looked for once. */
export function createNearestColor(palette: Palette): (pixel: number) => number {
  const known = new Map<number, number>(palette.map((color, at) => [pixelOf(color), at]));
  return (pixel) => {
    const found = known.get(pixel);
    if (found !== undefined) return found;
    const [red, green, blue] = channelsOf(pixel);
    let best = 0;
    let bestDistance = Number.POSITIVE_INFINITY;
    palette.forEach(([r, g, b], at) => {
      const distance = (r - red) ** 2 + (g - green) ** 2 + (b - blue) ** 2;
      if (distance < bestDistance) [best, bestDistance] = [at, distance];
    });
    known.set(pixel, best);
    return best;
  };
}

/** Opaque, as pictures of a page are. */
function pixelOf([red, green, blue]: Palette[number]): number {
  return (red | (green << 8) | (blue << 16) | (255 << 24)) >>> 0;
}
