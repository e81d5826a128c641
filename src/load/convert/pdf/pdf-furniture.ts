/** Headers, footers and page numbers: what stands at the edge of pages and belongs to none. */
import type { TextLine } from './pdf-lines.ts';

export interface PdfPage {
  /** In points. */
  readonly height: number;
  readonly lines: readonly TextLine[];
}

/** Share of the page's height, from each end, in which furniture stands. */
const edge = 0.12;
/** A browser prints its own closer to the edge. */
const browserEdge = 0.06;
/** Rows from each end that may be furniture. */
const depth = 3;
/** Places that differ by less, in points, are one. */
const samePlace = 4;
/** Lines much larger than the text are headings: only where nearly all pages have them are they no such. */
const headingFactor = 1.15;

/** What stands on one baseline at the edge of a page. */
interface EdgeRow {
  readonly lines: readonly TextLine[];
  readonly text: string;
  readonly y: number;
  readonly size: number;
}

/** The pages without their furniture. */
export function withoutFurniture(
  pages: readonly PdfPage[],
  labels: readonly (string | undefined)[] = [],
): PdfPage[] {
  const edges = pages.map(edgeRows);
  const places = new Map<string, { y: number; page: number }[]>();
  for (const [page, rows] of edges.entries()) {
    for (const { text, y } of rows) {
      const shape = shapeOf(text);
      places.set(shape, [...(places.get(shape) ?? []), { y, page }]);
    }
  }
  const body = bodySize(pages);
  const isRepeated = ({ text, y, size }: EdgeRow): boolean => {
    const all = places.get(shapeOf(text)) ?? [];
    const same = new Set(
      all.filter((place) => Math.abs(place.y - y) < samePlace).map(({ page }) => page),
    ).size;
    if (size > headingFactor * body) return same >= Math.max(2, 0.6 * pages.length);
    return same >= (pages.length < 3 ? 2 : Math.min(3, Math.ceil(pages.length / 2)));
  };
  return pages.map((page, at) => {
    const furniture = new Set(
      edges[at]!.filter(
        (row) =>
          isPageNumber(row.text) ||
          isBrowsers(row, page) ||
          isRepeated(row) ||
          (isOutermost(row, page) && holdsPageNumber(row, labels[at] ?? String(at + 1))),
      ).flatMap(({ lines }) => lines),
    );
    return furniture.size === 0
      ? page
      : { ...page, lines: page.lines.filter((line) => !furniture.has(line)) };
  });
}

function edgeRows({ height, lines }: PdfPage): EdgeRow[] {
  const byHeight = lines
    .filter(
      ({ y, cells }) =>
        cells === undefined || y < browserEdge * height || y > (1 - browserEdge) * height,
    )
    .sort((one, other) => one.y - other.y || one.x - other.x);
  const rows: TextLine[][] = [];
  for (const line of byHeight) {
    const row = rows.at(-1);
    if (row && line.y - row[0]!.y < 0.4 * line.size) row.push(line);
    else rows.push([line]);
  }
  const toRow = (row: readonly TextLine[]): EdgeRow => ({
    lines: row,
    text: row.map(({ text }) => text).join(' '),
    y: row[0]!.y,
    size: row[0]!.size,
  });
  return [
    ...rows.slice(0, depth).filter(([line]) => line!.y < edge * height),
    ...rows.slice(-depth).filter(([line]) => line!.y > (1 - edge) * height),
    ...lonelyNumber(rows, height),
  ].map(toRow);
}

/** A page number may stand further from the edge than other furniture. */
function lonelyNumber(rows: readonly TextLine[][], height: number): TextLine[][] {
  const [before, last] = rows.slice(-2);
  if (last === undefined || last[0]!.y < 0.78 * height) return [];
  const gap = before === undefined ? Number.POSITIVE_INFINITY : last[0]!.y - before[0]!.y;
  return last.length === 1 && isPageNumber(last[0]!.text) && gap > 1.6 * last[0]!.size
    ? [last]
    : [];
}

/** Nothing stands above it, or nothing below it, and the text well apart. */
function isOutermost({ y, size, lines: own }: EdgeRow, { lines }: PdfPage): boolean {
  const steps = lines.filter((line) => !own.includes(line)).map((line) => line.y - y);
  return steps.every((step) => step > 1.4 * size) || steps.every((step) => step < -1.4 * size);
}

/** `'2    A Short Course'` on page 2. */
function holdsPageNumber({ lines, text }: EdgeRow, label: string): boolean {
  if (lines.length === 1 && lines[0]!.gap < 2.5) return false;
  return text.length < 100 && (text.startsWith(`${label} `) || text.endsWith(` ${label}`));
}

/** Numbers differ from page to page. */
function shapeOf(text: string): string {
  return text
    .toLowerCase()
    .replace(/\d+|\b[ivxlc]+\b/g, '#')
    .replace(/\s+/g, ' ')
    .trim();
}

/** `'12'`, `'- 12 -'`, `'Page 12 of 30'`, `'xiv'`. */
function isPageNumber(text: string): boolean {
  return /^(?:page\s+|seite\s+|p\.\s*)?[-–—|\s]*(?:\d{1,4}|[ivxlc]{1,7})[-–—|\s]*(?:(?:of|von|\/)\s*\d{1,4})?$/i.test(
    text.trim(),
  );
}

/** Date and title above, address and page below: what browsers print around a page. */
function isBrowsers({ text, y }: EdgeRow, { height }: PdfPage): boolean {
  const isAbove = y < browserEdge * height;
  if (!isAbove && y < (1 - browserEdge) * height) return false;
  const date = /\d{1,4}[./-]\d{1,2}[./-]\d{2,4},?\s+\d{1,2}[:.]\d{2}/;
  const address = /^(?:https?|file):\/\/\S+(?:\s+(?:page\s+)?\d+\s*(?:\/|of)\s*\d+)?$/i;
  return date.test(text) || address.test(text) || /\s(?:https?|file):\/\/\S+$/.test(text);
}

function bodySize(pages: readonly PdfPage[]): number {
  const chars = new Map<number, number>();
  for (const { lines } of pages) {
    for (const { size, text } of lines) {
      const rounded = Math.round(size * 2) / 2;
      chars.set(rounded, (chars.get(rounded) ?? 0) + text.length);
    }
  }
  return [...chars].sort((one, other) => other[1] - one[1])[0]?.[0] ?? 10;
}
