/** What a recogniser read off the picture of a page -> lines, as if the page had text. */
import { withoutMarks } from '../page-marks.ts';
import type { TextLine } from './pdf-lines.ts';

/** Lengths are made up: recognised text has paragraphs and lines only. */
const size = 10;
const step = 12;

/** @param text lines end in `\n`, paragraphs in an empty line */
export function linesOfReading(text: string): TextLine[] {
  const lines: TextLine[] = [];
  let y = 0;
  for (const line of withoutMarks(text).split(/\r?\n|\f/)) {
    const bare = line.replace(/\s+/g, ' ').trim();
    y += step;
    if (bare === '') continue;
    lines.push({
      text: bare,
      x: 0,
      y,
      right: bare.length * 0.5 * size,
      size,
      part: 0,
      isBold: false,
      isMono: false,
      isRtl: false,
      gap: 0,
    });
  }
  return lines;
}
