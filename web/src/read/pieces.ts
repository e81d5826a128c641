/** Cuts a document into the pieces that the reading view renders one by one. Knows no page. */
import type { DocumentText } from '../../../src/serve/contract.ts';

/** A stretch of the document's text, in UTF-16 units, half-open. */
export interface Piece {
  readonly start: number;
  readonly end: number;
  /** Position of its section. */
  readonly section: number;
  /** Headings of its section when the piece opens it; empty for a continuation. */
  readonly headingPath: readonly string[];
}

/** A longer section is cut, so that no piece takes long to render. */
export const MAX_PIECE_CHARS = 12_000;

type CutDocument = Pick<DocumentText, 'text' | 'sections'> & Partial<Pick<DocumentText, 'pages'>>;

/**
 * Pieces in order; they cover all sections. A document without sections is one. Where a text goes on
 * for pages without an end of a paragraph, it is cut where a page begins.
 */
export function cutPieces({ text, sections, pages = [] }: CutDocument): Piece[] {
  const whole = [{ start: 0, end: text.length, headingPath: [] }];
  return (sections.length > 0 ? sections : whole).flatMap(({ start, end, headingPath }, section) =>
    cutAt(start, end, cutsOf(text.slice(start, end)))
      .flatMap((part) => cutAtPages(part, pages))
      .map((part, at) => ({ ...part, section, headingPath: at === 0 ? headingPath : [] })),
  );
}

interface Part {
  readonly start: number;
  readonly end: number;
}

/** A text of one paragraph is as good in two; what is longer than this is not set at all. */
function cutAtPages({ start, end }: Part, pages: NonNullable<CutDocument['pages']>): Part[] {
  if (end - start <= 2 * MAX_PIECE_CHARS) return [{ start, end }];
  const inside = pages.filter((page) => page.start > start && page.start < end);
  return cutAt(
    start,
    end,
    inside.map((page) => page.start - start),
  );
}

/** Takes as many cuts as needed: each piece as long as allowed where a cut permits. */
function cutAt(start: number, end: number, cuts: readonly number[]): Part[] {
  const parts: Part[] = [];
  let from = start;
  let last = start;
  for (const cut of [...cuts.map((at) => start + at), end]) {
    if (cut - from > MAX_PIECE_CHARS && last > from) {
      parts.push({ start: from, end: last });
      from = last;
    }
    last = cut;
  }
  if (end > from) parts.push({ start: from, end });
  return parts;
}

/**
 * Offsets after blank lines where Markdown may be cut without changing what it means: outside code
 * and formulas, and not before a line that is indented, which goes on with a list.
 */
function cutsOf(text: string): number[] {
  if (text.length <= MAX_PIECE_CHARS) return [];
  const cuts: number[] = [];
  let fence: string | undefined;
  let blank = false;
  let at = 0;
  for (const line of text.split('\n')) {
    if (fence === undefined && blank && /^\S/.test(line)) cuts.push(at);
    const mark = /^ {0,3}(`{3,}|~{3,}|\$\$(?!.*\$\$))/.exec(line)?.[1];
    if (fence === undefined) fence = mark;
    else if (mark?.startsWith(fence) && line.trim() === mark) fence = undefined;
    blank = line.trim() === '';
    at += line.length + 1;
  }
  return cuts;
}
