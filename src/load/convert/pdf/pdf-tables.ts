/** Rows of a part of a page -> those whose segments stand under one another, as rows with cells. */
import type { TextPiece } from './pdf-pieces.ts';
import { type Segment, toSegment } from './pdf-segments.ts';
import { joinPieces } from './pdf-words.ts';

export interface TableRow {
  readonly segments: readonly Segment[];
  /** Undefined outside tables. */
  readonly cells?: readonly string[];
  /** Of a table of contents. */
  readonly isEntry?: true;
}

type Row = readonly Segment[];

/** Rows further apart than so many sizes are not of one table. */
const rowGap = 3.2;
/** Narrowest strip between cells, in sizes. */
const leastStrip = 0.6;
/** Where most rows begin a cell. */
const leastTouching = 0.1;

export function tableRowsOf(rows: readonly Row[], isRtl: boolean): TableRow[] {
  const result: TableRow[] = [];
  for (let at = 0; at < rows.length; ) {
    const end = tableEnd(rows, at);
    const best = end > at ? bestEnd(rows, at, end) : undefined;
    const table = best === undefined ? undefined : toTable(rows.slice(at, best), isRtl);
    if (table === undefined) {
      result.push({ segments: rows[at]! });
      at += 1;
    } else {
      result.push(...table);
      at = best!;
    }
  }
  return result;
}

/** End of the run of rows with cells that begins here, `at` where none does. */
function tableEnd(rows: readonly Row[], at: number): number {
  if (!hasCells(rows[at]!)) return at;
  let end = at + 1;
  let lastFull = at;
  while (end < rows.length) {
    const [before, row] = [rows[end - 1]!, rows[end]!];
    if (row[0]!.y - before[0]!.y > rowGap * row[0]!.size) break;
    if (Math.abs(row[0]!.size - before[0]!.size) > 0.3 * row[0]!.size) break;
    if (hasCells(row)) lastFull = end;
    // A cell goes on in rows of its own; two are the most that are waited for.
    else if (end - lastFull > 2) break;
    // A row as wide as the table before it is running text again.
    else if (row[0]!.right - row[0]!.x > 0.6 * widthOf(rows.slice(at, lastFull + 1))) break;
    end += 1;
  }
  const rest = rows[lastFull + 1];
  for (let last = at + 2; last <= lastFull && last + 1 < rows.length; last += 1) {
    if (isParagraph(rows, last)) return last;
  }
  const goesOn =
    rest !== undefined &&
    lastFull + 1 < end &&
    rest[0]!.y - rows[lastFull]![0]!.y < 1.35 * rest[0]!.size;
  return goesOn ? lastFull + 2 : lastFull + 1;
}

/** The row has wide gaps, too, but goes on in the next one with a line's step, not a row's. */
function isParagraph(rows: readonly Row[], last: number): boolean {
  const [before, row, next] = [rows[last - 1]![0]!, rows[last]![0]!, rows[last + 1]![0]!];
  const step = next.y - row.y;
  return next.x < row.x + 2 && step < 1.4 * row.size && row.y - before.y > 1.15 * step;
}

/** Rows that are tried for the end of a table: those after it may have wide gaps, too. */
const mostTried = 4;

/** The end that leaves most strips between the cells; of several, the last. */
function bestEnd(rows: readonly Row[], at: number, end: number): number {
  let best = { end, strips: 0 };
  for (let tried = end; tried > at + 1 && tried > end - mostTried; tried -= 1) {
    const strips = stripsOf(...splitAtStarts(rows.slice(at, tried))).length;
    if (strips > best.strips) best = { end: tried, strips };
  }
  return best.end;
}

function hasCells(row: Row): boolean {
  const words = row.filter((segment, at) => !isMarker(segment, row[at + 1]));
  if (words.length < 2) return false;
  if (row.every((segment) => segment.pieces.some(({ isMono }) => isMono))) return false;
  const gaps = words.slice(1).map((segment, at) => segment.x - words[at]!.right);
  const widest = Math.max(...words.map(({ x, right }) => right - x));
  // In text that is set to both edges the gaps between words are wide, and the runs between them long.
  return Math.max(...gaps) > (widest > 16 * row[0]!.size ? 1.6 : 0.6) * row[0]!.size;
}

/** A bullet, or the number of an item or a section. */
function isMarker({ pieces }: Segment, next: Segment | undefined): boolean {
  const text = textOf(pieces);
  if (text.length > 6) return false;
  if (/^(?:[^\p{L}\p{N}\s]|[([]?[\p{L}\p{N}]{1,3}[.)\]])$/u.test(text)) return true;
  const isNumber = /^(?:\d{1,2}|[A-Z])(?:\.\d{1,2})*\.?$/.test(text);
  return isNumber && next !== undefined && /^\p{Lu}/u.test(textOf(next.pieces));
}

function widthOf(rows: readonly Row[]): number {
  const segments = rows.flat();
  return Math.max(...segments.map(({ right }) => right)) - Math.min(...segments.map(({ x }) => x));
}

function toTable(found: readonly Row[], isRtl: boolean): TableRow[] | undefined {
  const [rows, starts] = splitAtStarts(found);
  const strips = stripsOf(rows, starts);
  const full = rows.filter(hasCells).length;
  const texts = rows.map((row) => textOf(row.flatMap(({ pieces }) => pieces)));
  if (texts.filter((text) => /(?:[.·]\s?){4}/.test(text)).length > 0.3 * rows.length) {
    return rows.map((segments) => ({ segments, isEntry: true }));
  }
  const isTable = strips.length > 1 ? full >= 3 || isOpen(rows) : strips.length === 1 && full >= 3;
  if (!isTable || isFormula(rows)) return undefined;
  const result: { segments: Segment[]; cells: string[] }[] = [];
  for (const [at, row] of rows.entries()) {
    const cells = cellsOf(row, strips, isRtl);
    const before = result.at(-1);
    const above = rows[at - 1];
    const filled = cells.filter((cell) => cell !== '').length;
    const isNear = above !== undefined && row[0]!.y - above[0]!.y < 1.45 * row[0]!.size;
    // The first cell names the row: without it, the row goes on with the one above.
    if (before && isNear && filled < cells.length && cells[0] === '') {
      before.cells = before.cells.map((cell, index) => joinCell(cell, cells[index]!));
      before.segments.push(...row);
    } else {
      result.push({ segments: [...row], cells });
    }
  }
  return result.length < 2 ? undefined : result;
}

/** Where most rows begin a cell, one whose cells nearly touch begins one, too. */
function splitAtStarts(rows: readonly Row[]): [rows: Row[], starts: number[]] {
  const counts = new Map<number, number>();
  for (const row of rows) {
    for (const x of new Set(row.slice(1).map((segment) => Math.round(segment.x)))) {
      counts.set(x, (counts.get(x) ?? 0) + 1);
    }
  }
  const starts = [...counts].filter(([, count]) => count > 0.5 * rows.length).map(([x]) => x);
  const isStart = (x: number) => starts.some((start) => Math.abs(start - x) <= 1);
  const split = rows.map((row) =>
    row.flatMap((segment) => {
      const parts: TextPiece[][] = [];
      for (const piece of segment.pieces) {
        if (parts.length === 0 || isStart(piece.x)) parts.push([piece]);
        else parts.at(-1)!.push(piece);
      }
      return parts.length === 1 ? [segment] : parts.map(toSegment);
    }),
  );
  return [split, starts];
}

/** Two rows are a table only where their cells stand well apart. */
function isOpen(rows: readonly Row[]): boolean {
  const full = rows.filter(hasCells);
  return (
    full.length > 1 &&
    full.every((row) =>
      row.slice(1).every((segment, at) => segment.x - row[at]!.right > segment.size),
    )
  );
}

function joinCell(cell: string, next: string): string {
  if (cell === '' || next === '') return cell + next;
  return /\p{L}-$/u.test(cell) && /^\p{Ll}/u.test(next)
    ? cell.slice(0, -1) + next
    : `${cell} ${next}`;
}

/** Middles of the strips that no segment of any row crosses. */
function stripsOf(rows: readonly Row[], starts: readonly number[]): number[] {
  const spans = rows
    .flat()
    .map(({ x, right }) => ({ x, right }))
    .sort((one, other) => one.x - other.x);
  const size = rows[0]![0]!.size;
  const strips: number[] = [];
  let end = spans[0]!.right;
  for (const { x, right } of spans) {
    const isStart = starts.some((start) => Math.abs(start - x) <= 1);
    if (x - end > (isStart ? leastTouching : leastStrip) * size) strips.push((x + end) / 2);
    end = Math.max(end, right);
  }
  return strips;
}

function cellsOf(row: Row, strips: readonly number[], isRtl: boolean): string[] {
  const cells = Array.from({ length: strips.length + 1 }, (): TextPiece[] => []);
  for (const segment of row) {
    const at = strips.filter((strip) => strip < (segment.x + segment.right) / 2).length;
    cells[at]!.push(...segment.pieces);
  }
  const texts = cells.map((pieces) => (pieces.length === 0 ? '' : textOf(pieces, isRtl)));
  return isRtl ? texts.reverse() : texts;
}

function isFormula(rows: readonly Row[]): boolean {
  const pieces = rows.flat().flatMap((segment) => segment.pieces);
  return pieces.filter(({ isMath }) => isMath).length > 0.25 * pieces.length;
}

function textOf(pieces: readonly TextPiece[], isRtl = false): string {
  return joinPieces(pieces, isRtl, false);
}
