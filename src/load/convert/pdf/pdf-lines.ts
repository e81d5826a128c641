/** What stands on a page of a PDF -> its lines in reading order, those of tables with their cells. */
import { partsOf } from './pdf-columns.ts';
import { guessedHyphen } from './pdf-join.ts';
import type { PagePieces, TextPiece } from './pdf-pieces.ts';
import { type Segment, segmentsOf } from './pdf-segments.ts';
import { type TableRow, tableRowsOf } from './pdf-tables.ts';
import { joinPieces } from './pdf-words.ts';

export interface TextLine {
  readonly text: string;
  readonly x: number;
  /** Baseline. */
  readonly y: number;
  /** Right end. */
  readonly right: number;
  readonly size: number;
  /** Counts the columns and other parts of the page in the order that they are read. */
  readonly part: number;
  readonly isBold: boolean;
  /** In a font whose characters are of one width. */
  readonly isMono: boolean;
  readonly isRtl: boolean;
  /** Of a row of a table. */
  readonly cells?: readonly string[];
  /** Its place is a line of its own, as that of an entry in a table of contents. */
  readonly isAlone?: true;
  /** Width of a character; of mono lines only. */
  readonly charWidth?: number;
  /** Widest gap in it, in sizes. */
  readonly gap: number;
}

export function linesOf({ main, turned }: PagePieces): TextLine[] {
  const lines = linesOfPieces(main, 0);
  const last = lines.at(-1)?.part ?? 0;
  return [...lines, ...linesOfPieces(turned, last + 1)];
}

function linesOfPieces(pieces: readonly TextPiece[], firstPart: number): TextLine[] {
  const segments = segmentsOf(pieces);
  const rtl = pieces.reduce((sum, { isRtl, text }) => sum + (isRtl ? text.length : 0), 0);
  const all = pieces.reduce((sum, { text }) => sum + text.length, 0);
  const isRtl = rtl > all / 2;
  return partsOf(segments, isRtl).flatMap((rows, part) =>
    withLostHyphens(tableRowsOf(rows, isRtl).flatMap((row) => toLine(row, firstPart + part))),
  );
}

/** Room that a hyphen takes, in sizes. */
const hyphenRoom = [0.1, 0.46] as const;

/**
 * Some programs end a line with a soft hyphen, which pdf.js leaves out: in text that is set to both
 * edges the line is then short by the width of it. Whether it is so, the whole document tells.
 */
function withLostHyphens(lines: readonly TextLine[]): TextLine[] {
  if (lines.length < 4) return [...lines];
  const ends = new Map<number, number>();
  for (const line of lines) {
    const end = Math.round(line.right * 2);
    ends.set(end, (ends.get(end) ?? 0) + 1);
  }
  const [end, flush] = [...ends].sort((one, other) => other[1] - one[1] || other[0] - one[0])[0]!;
  if (flush < 0.35 * lines.length) return [...lines];
  const right = end / 2;
  return lines.map((line, at) => {
    const room = (right - line.right) / line.size;
    const next = lines[at + 1]?.text ?? '';
    const isCut =
      room > hyphenRoom[0] &&
      room < hyphenRoom[1] &&
      /\p{L}$/u.test(line.text) &&
      /^\p{Ll}/u.test(next) &&
      !line.isMono;
    return isCut ? { ...line, text: line.text + guessedHyphen } : line;
  });
}

function toLine(row: TableRow, part: number): TextLine[] {
  const segments = row.segments;
  const pieces = segments.flatMap((segment) => segment.pieces);
  const share = (is: (piece: TextPiece) => boolean) => {
    const chars = (some: readonly TextPiece[]) =>
      some.reduce((sum, { text }) => sum + text.trim().length, 0);
    return chars(pieces.filter(is)) / Math.max(1, chars(pieces));
  };
  const isRtl = share((piece) => piece.isRtl) > 0.5;
  const isMono = share((piece) => piece.isMono) > 0.9;
  const text = joinPieces(pieces, isRtl, isMono);
  if (text === '') return [];
  const { size, y } = widest(segments);
  const entry = row.isEntry ? (entryOf(text) ?? text) : entryOf(text);
  const mono = isMono ? charWidthOf(pieces) : undefined;
  return [
    {
      text: entry ?? text,
      x: Math.min(...segments.map((segment) => segment.x)),
      right: Math.max(...segments.map((segment) => segment.right)),
      y,
      size,
      part,
      isBold: share((piece) => piece.isBold) > 0.9,
      isMono,
      isRtl,
      gap: Math.max(
        0,
        ...segments.slice(1).map((one, at) => (one.x - segments[at]!.right) / one.size),
      ),
      ...(row.cells && { cells: row.cells }),
      ...(entry !== undefined && { isAlone: true as const }),
      ...(mono !== undefined && { charWidth: mono }),
    },
  ];
}

function widest(segments: readonly Segment[]): Segment {
  return segments.reduce((most, next) => (next.right - next.x > most.right - most.x ? next : most));
}

/** `'Introduction . . . . . 3'` -> `'Introduction … 3'`; undefined without such dots. */
function entryOf(text: string): string | undefined {
  const match = /^(.*\S)\s*(?:[.·․_]\s?){4,}\s*([\divxlc]{1,5})$/i.exec(text);
  return match ? `${match[1]!.replace(/[.\s]+$/, '')} … ${match[2]}` : undefined;
}

function charWidthOf(pieces: readonly TextPiece[]): number {
  const chars = pieces.reduce((sum, { text }) => sum + text.length, 0);
  return pieces.reduce((sum, { width }) => sum + width, 0) / Math.max(1, chars);
}
