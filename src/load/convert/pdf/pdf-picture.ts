/** The picture that a scanned page is -> a PGM or PPM file, which recognisers of text read. */
import { extractImages } from 'unpdf';
import { openPdf } from './convert-pdf.ts';
import { addTransfer } from './pdf-fonts.ts';

/** An A4 page at 400 dots an inch has fifteen million. */
const mostPixels = 24_000_000;
/** Smaller ones are no pages: width and height together, in pixels. */
const leastSide = 200;

/** @returns empty where the page has no picture that can be read */
export async function pictureOf(bytes: Uint8Array, page: number): Promise<Uint8Array> {
  addTransfer();
  const pdf = await openPdf(bytes, mostPixels);
  try {
    const images = await extractImages(pdf, page);
    const [largest] = [...images].sort(
      (one, other) => other.width * other.height - one.width * one.height,
    );
    if (largest === undefined || largest.width + largest.height < leastSide)
      return new Uint8Array();
    return toNetpbm(largest);
  } finally {
    await pdf.destroy();
  }
}

interface Pixels {
  readonly data: Uint8ClampedArray;
  readonly width: number;
  readonly height: number;
  readonly channels: 1 | 3 | 4;
}

/** Netpbm's binary formats: a line of head, then grey values (P5) or red, green and blue (P6). */
function toNetpbm({ data, width, height, channels }: Pixels): Uint8Array {
  const pixels = width * height;
  const kept = channels === 1 ? 1 : 3;
  const head = new TextEncoder().encode(`${kept === 1 ? 'P5' : 'P6'}\n${width} ${height}\n255\n`);
  const file = new Uint8Array(head.length + pixels * kept);
  file.set(head);
  if (channels === kept) {
    file.set(data.subarray(0, pixels * kept), head.length);
    return file;
  }
  for (let at = 0; at < pixels; at += 1) {
    for (let channel = 0; channel < 3; channel += 1) {
      file[head.length + at * 3 + channel] = data[at * 4 + channel] ?? 255;
    }
  }
  return file;
}
