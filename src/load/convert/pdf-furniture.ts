/** Headers, footers and page numbers: what stands at the edge of many pages and belongs to none. */
import type { TextLine } from './pdf-lines.ts';

export interface PdfPage {
  /** In points. */
  readonly height: number;
  readonly lines: readonly TextLine[];
}

/** Share of the page's height, from each end, in which furniture stands. */
const edge = 0.12;
/** Lines from each end that may be furniture. */
const depth = 3;
/** Pages that must share a line, and their least share of all. */
const leastPages = 3;
const leastShare = 0.25;

/** The pages without their furniture. */
export function withoutFurniture(pages: readonly PdfPage[]): PdfPage[] {
  const counts = new Map<string, number>();
  for (const page of pages) {
    const shapes = new Set(edgeLines(page).map(({ text }) => shapeOf(text)));
    for (const shape of shapes) counts.set(shape, (counts.get(shape) ?? 0) + 1);
  }
  const needed = Math.max(leastPages, leastShare * pages.length);
  const isFurniture = (line: TextLine): boolean =>
    isPageNumber(line.text) || (counts.get(shapeOf(line.text)) ?? 0) >= needed;
  return pages.map((page) => {
    const furniture = new Set(edgeLines(page).filter(isFurniture));
    return { ...page, lines: page.lines.filter((line) => !furniture.has(line)) };
  });
}

function edgeLines({ height, lines }: PdfPage): TextLine[] {
  const byHeight = [...lines].sort((one, other) => one.y - other.y);
  return [
    ...byHeight.slice(0, depth).filter(({ y }) => y < edge * height),
    ...byHeight.slice(-depth).filter(({ y }) => y > (1 - edge) * height),
  ];
}

/** Numbers differ from page to page. */
function shapeOf(text: string): string {
  return text.toLowerCase().replace(/\d+/g, '#').replace(/\s+/g, ' ').trim();
}

/** `'12'`, `'- 12 -'`, `'Page 12 of 30'`, `'xiv'`. */
function isPageNumber(text: string): boolean {
  return /^(?:page\s+|p\.\s*)?[-–—|\s]*(?:\d{1,4}|[ivxlc]{1,7})[-–—|\s]*(?:(?:of|\/)\s*\d{1,4})?$/i.test(
    text.trim(),
  );
}
