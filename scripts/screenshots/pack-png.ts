import { crc32, deflateSync } from 'node:zlib';
import { PNG } from 'pngjs';
import { choosePalette } from './choose-palette.ts';
import { createNearestColor } from './nearest-color.ts';

const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

/**
 * An opaque picture in at most 256 colours, for fewer bytes: a page has few colours, and the edges of
 * its letters bear being rounded. The format is that of the PNG specification, colour type 3.
 */
export function packPng(png: Buffer): Buffer {
  const { width, height, data: rgba } = PNG.sync.read(png);
  const pixels = new Uint32Array(Uint8Array.from(rgba).buffer);
  const palette = choosePalette([pixels], 256);
  const nearest = createNearestColor(palette);
  // Each row begins with the number of its filter: none suits positions in a palette.
  const rows = Buffer.alloc((width + 1) * height);
  pixels.forEach((pixel, at) => {
    rows[at + Math.floor(at / width) + 1] = nearest(pixel);
  });
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 3, 0, 0, 0], 8);
  return Buffer.concat([
    signature,
    chunkOf('IHDR', header),
    chunkOf('PLTE', Buffer.from(palette.flat())),
    chunkOf('IDAT', deflateSync(rows, { level: 9, memLevel: 9 })),
    chunkOf('IEND', Buffer.alloc(0)),
  ]);
}

function chunkOf(name: string, content: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(name, 'latin1'), content]);
  const frame = Buffer.alloc(named.length + 8);
  frame.writeUInt32BE(content.length, 0);
  frame.set(named, 4);
  frame.writeUInt32BE(crc32(named), named.length + 4);
  return frame;
}
