import { describe, expect, it } from 'vitest';
import { partsOf } from '../../../../src/load/convert/pdf/pdf-columns.ts';
import type { Segment } from '../../../../src/load/convert/pdf/pdf-segments.ts';

const size = 10;

function segment(text: string, x: number, y: number, right: number): Segment {
  const piece = {
    text,
    x,
    y,
    width: right - x,
    size,
    isRtl: false,
    isBold: false,
    isMono: false,
    isMath: false,
  };
  return { pieces: [piece], x, right, y, size };
}

/** Rows of two columns of running text. */
function columns(from: number, rows: number): Segment[] {
  return Array.from({ length: rows }, (_, row) => {
    const y = from + 12 * row;
    return [
      segment('goes on in the left column with', 50, y, 290),
      segment('and this is on the right side of', 310, y, 550),
    ];
  }).flat();
}

/** Rows of cells, beginning at these places. */
function table(from: number, rows: number, places: readonly number[]): Segment[] {
  return Array.from({ length: rows }, (_, row) =>
    places.map((x) => segment('12', x, from + 12 * row, x + 20)),
  ).flat();
}

describe('columns of a page', () => {
  it('are read one after the other', () => {
    const parts = partsOf(columns(100, 8), false);
    expect(parts.map((rows) => rows.map(([first]) => first!.x))).toEqual([
      Array(8).fill(50),
      Array(8).fill(310),
    ]);
  });

  it('end where a table lies across them', () => {
    const places = [60, 140, 220, 320, 400, 480];
    const page = [...columns(100, 8), ...table(200, 4, places), ...columns(250, 8)];
    const parts = partsOf(page, false);
    expect(parts.map((rows) => rows.map((row) => row.length))).toEqual([
      Array(8).fill(1),
      Array(8).fill(1),
      Array(4).fill(6),
      Array(8).fill(1),
      Array(8).fill(1),
    ]);
  });

  it('go on beside a table within one of them', () => {
    const left = columns(100, 12).filter(({ x }) => x === 50);
    const right = table(100, 12, [320, 380, 440, 500]);
    const page = [...left, ...right].sort((one, other) => one.y - other.y || one.x - other.x);
    const parts = partsOf(page, false);
    expect(parts.map((rows) => rows[0]!.length)).toEqual([1, 4]);
  });
});
