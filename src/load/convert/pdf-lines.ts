/**
 * What stands on a page of a PDF -> its lines in reading order. A PDF holds pieces of text with places
 * and no more: lines, columns and their order are read off the places.
 */

/** A piece of text, upright. Lengths in points, from the page's top left corner; `y` is its baseline. */
export interface TextPiece {
  readonly text: string;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  /** Size of its font. */
  readonly size: number;
}

export interface TextLine {
  readonly text: string;
  readonly x: number;
  readonly y: number;
  /** Right end. */
  readonly right: number;
  readonly size: number;
  /** 0 for the left or only column, 1 for the right one. */
  readonly column: number;
}

/** Baselines nearer than this share of the size are one. */
const sameLine = 0.4;
/** A gap of this share of the size is a space. */
const wordGap = 0.18;
/** A gap of so many sizes parts two columns, or two cells. */
const columnGap = 1.8;

/** @param width of the page, in points */
export function linesOf(pieces: readonly TextPiece[], width: number): TextLine[] {
  const rows = rowsOf(pieces);
  const gutter = gutterOf(rows, width);
  if (gutter === undefined) return rows.map((row) => joinRow(row.flat(), 0));
  const lines: TextLine[] = [];
  let left: TextLine[] = [];
  let right: TextLine[] = [];
  const release = () => {
    lines.push(...left, ...right);
    left = [];
    right = [];
  };
  for (const row of rows) {
    const pieces = row.flat();
    if (row.some((run) => crosses(run, gutter))) {
      // A line over both columns ends them: what follows is read after both.
      release();
      lines.push(joinRow(pieces, 0));
      continue;
    }
    const inLeft = pieces.filter(({ x }) => x < gutter);
    const inRight = pieces.filter(({ x }) => x >= gutter);
    if (inLeft.length > 0) left.push(joinRow(inLeft, 0));
    if (inRight.length > 0) right.push(joinRow(inRight, 1));
  }
  release();
  return lines;
}

/** Pieces that touch, from left to right. */
type Run = readonly TextPiece[];

/** Runs that share a baseline, from left to right; rows from top to bottom. */
function rowsOf(pieces: readonly TextPiece[]): Run[][] {
  const sorted = [...pieces].sort((one, other) => one.y - other.y || one.x - other.x);
  const rows: TextPiece[][] = [];
  for (const piece of sorted) {
    const row = rows.at(-1);
    const base = row?.reduce((big, other) => (other.size > big.size ? other : big));
    const near = base && Math.abs(piece.y - base.y) <= sameLine * Math.max(base.size, piece.size);
    if (row && near) row.push(piece);
    else rows.push([piece]);
  }
  return rows.map((row) => runsOf(row.sort((one, other) => one.x - other.x)));
}

function runsOf(row: readonly TextPiece[]): Run[] {
  const runs: TextPiece[][] = [];
  for (const piece of row) {
    const before = runs.at(-1)?.at(-1);
    const gap = before ? piece.x - (before.x + before.width) : Number.POSITIVE_INFINITY;
    if (before && gap < columnGap * Math.max(before.size, piece.size)) runs.at(-1)!.push(piece);
    else runs.push([piece]);
  }
  return runs;
}

function startOf(run: Run): number {
  return run[0]!.x;
}

function endOf(run: Run): number {
  const last = run.at(-1)!;
  return last.x + last.width;
}

function crosses(run: Run, gutter: number): boolean {
  return startOf(run) < gutter - 1 && endOf(run) > gutter + 1;
}

/** Rows that a page must have on both sides of a gutter. */
const leastRows = 6;

/**
 * Where a page of two columns parts: a place near its middle that few rows cross, with long runs on both
 * sides. Cells of a table are short, so a table makes no columns.
 */
function gutterOf(rows: readonly Run[][], width: number): number | undefined {
  const runs = rows.flat();
  if (runs.length < 2 * leastRows) return undefined;
  let best: { at: number; crossing: number } | undefined;
  for (let at = width * 0.35; at <= width * 0.65; at += 2) {
    const crossing = runs.filter((run) => crosses(run, at)).length;
    const isBetter =
      best === undefined ||
      crossing < best.crossing ||
      (crossing === best.crossing && Math.abs(at - width / 2) < Math.abs(best.at - width / 2));
    if (isBetter) best = { at, crossing };
  }
  const { at, crossing } = best!;
  const left = runs.filter((run) => endOf(run) <= at + 1);
  const right = runs.filter((run) => startOf(run) >= at - 1);
  const isSplit =
    crossing < 0.25 * runs.length && left.length >= leastRows && right.length >= leastRows;
  return isSplit && isColumn(left) && isColumn(right) ? at : undefined;
}

/** Most of its runs are about as wide as the column. */
function isColumn(runs: readonly Run[]): boolean {
  const start = Math.min(...runs.map(startOf));
  const end = Math.max(...runs.map(endOf));
  const widths = runs.map((run) => endOf(run) - startOf(run)).sort((one, other) => one - other);
  return widths[Math.floor(widths.length / 2)]! > 0.5 * (end - start);
}

function joinRow(row: readonly TextPiece[], column: number): TextLine {
  let text = '';
  let end: number | undefined;
  for (const piece of row) {
    const gap = end === undefined ? 0 : piece.x - end;
    const isApart = gap > wordGap * piece.size && !/\s$/.test(text) && !/^\s/.test(piece.text);
    text += (isApart ? ' ' : '') + piece.text;
    end = piece.x + piece.width;
  }
  const chars = (size: number) =>
    row.filter((piece) => piece.size === size).reduce((sum, piece) => sum + piece.text.length, 0);
  const size = row
    .map((piece) => piece.size)
    .reduce((most, next) => (chars(next) > chars(most) ? next : most));
  return {
    text: text.replace(/\s+/g, ' ').trim(),
    x: row[0]!.x,
    y: row[0]!.y,
    right: end ?? 0,
    size,
    column,
  };
}
