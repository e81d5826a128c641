/**
 * Segments of a page -> parts in reading order. Where a white strip runs down between two columns of
 * running text, what is left of it is read first; above and below it, and within, the same again.
 */
import { rowsOf, type Segment } from './pdf-segments.ts';

type Row = readonly Segment[];

/** Rows of one column, from top to bottom. */
export type Part = readonly Row[];

/** Rows that each of two columns must have. */
const leastRows = 3;
/** Narrowest strip between columns, in sizes of the text. */
const leastStrip = 0.7;
/** Columns are at least so many sizes wide: narrower ones are cells. */
const leastWidth = 8;
/** Strips that are tried for each region. */
const mostTries = 12;
const deepest = 12;
/** Rows of a column that is surely text, and the share of them that go on with a sentence. */
const leastText = 6;
const textShare = 0.45;

interface Strip {
  readonly from: number;
  readonly to: number;
  readonly left: number;
  readonly right: number;
  /** Rows with text on both sides. */
  readonly shared: number;
}

/** @param isRtl whether the page is read from right to left */
export function partsOf(segments: readonly Segment[], isRtl: boolean, depth = 0): Part[] {
  const rows = rowsOf(segments);
  if (rows.length === 0) return [];
  const strip = depth < deepest ? columnStrip(rows, isRtl) : undefined;
  if (strip === undefined) return [rows];
  const above = rows.slice(0, strip.from).flat();
  const below = rows.slice(strip.to).flat();
  const inside = rows.slice(strip.from, strip.to).flat();
  const middle = (strip.left + strip.right) / 2;
  const left = inside.filter((segment) => (segment.x + segment.right) / 2 < middle);
  const right = inside.filter((segment) => (segment.x + segment.right) / 2 >= middle);
  const columns = isRtl ? [right, left] : [left, right];
  return [above, ...columns, below].flatMap((part) => partsOf(part, isRtl, depth + 1));
}

function columnStrip(rows: readonly Row[], isRtl: boolean): Strip | undefined {
  const tables = inTables(rows);
  const tried = new Set<string>();
  const strips: Strip[] = [];
  for (const [at, row] of rows.entries()) {
    if (tables[at]) continue;
    for (const [index, segment] of row.entries()) {
      const next = row[index + 1];
      if (next === undefined || next.x - segment.right < leastStrip * segment.size) continue;
      const strip = extend(rows, tables, at, segment.right, next.x);
      const key = `${strip.from} ${strip.to} ${strip.left.toFixed(0)}`;
      if (tried.has(key)) continue;
      tried.add(key);
      strips.push(strip);
    }
  }
  return strips
    .sort((one, other) => other.shared - one.shared || one.left - other.left)
    .slice(0, mostTries)
    .map((strip) => trim(rows, strip, isRtl))
    .find((strip) => isBetweenColumns(rows, strip));
}

/** The strip as far up and down as no row closes it, and no table lies across. */
function extend(
  rows: readonly Row[],
  tables: readonly boolean[],
  at: number,
  left: number,
  right: number,
): Strip {
  const strip = { from: at, to: at + 1, left, right, shared: 1 };
  const goesOn = (index: number) =>
    !(tables[index] && isAcross(rows[index]!, strip)) && grow(strip, rows[index]!);
  for (let up = at - 1; up >= 0 && goesOn(up); up -= 1) strip.from = up;
  for (let down = at + 1; down < rows.length && goesOn(down); down += 1) strip.to = down + 1;
  return strip;
}

/** Cells of a row that is surely one of a table, and rows of a table that is surely one. */
const leastCells = 4;
const leastTable = 3;
/** Cells are narrower than a column of text, in sizes, and stand further apart than words. */
const mostCell = 13;
const cellGap = 1;

/** Which rows stand among others with as many narrow cells. */
function inTables(rows: readonly Row[]): boolean[] {
  const isTabular = rows.map((row) => {
    if (row.length < leastCells) return false;
    const widths = row.map(({ x, right, size }) => (right - x) / size);
    const gaps = gapsOf(row).map((gap) => gap / row[0]!.size);
    return Math.max(...widths) < mostCell && median(gaps) > cellGap;
  });
  const inRun = rows.map(() => false);
  for (let at = 0; at < rows.length; ) {
    let end = at;
    // A cell may go on in a row of its own.
    while (isTabular[end] || (end > at && isTabular[end - 1] && isTabular[end + 1])) end += 1;
    if (end - at >= leastTable) inRun.fill(true, at, end);
    at = end + 1;
  }
  return inRun;
}

/** The strip is to the row no more than the other gaps between its cells. */
function isAcross(row: Row, { left, right }: { readonly left: number; readonly right: number }) {
  const middle = (left + right) / 2;
  const at = row.findIndex(({ x }) => x > middle);
  // Fewer than two cells beside the strip may be a line of text.
  if (at < 2 || at > row.length - 2) return false;
  const gaps = gapsOf(row);
  return gaps[at - 1]! <= 1.5 * median(gaps);
}

function gapsOf(row: Row): number[] {
  return row.slice(1).map(({ x }, at) => x - row[at]!.right);
}

function median(values: readonly number[]): number {
  return [...values].sort((one, other) => one - other)[Math.floor(values.length / 2)]!;
}

/** Narrows the strip to what the row leaves of it; false, and no change, where that is too little. */
function grow(strip: { left: number; right: number; shared: number }, row: Row): boolean {
  let { left, right } = strip;
  const middle = (left + right) / 2;
  for (const segment of row) {
    if (segment.right <= left || segment.x >= right) continue;
    if ((segment.x + segment.right) / 2 < middle) left = Math.max(left, segment.right);
    else right = Math.min(right, segment.x);
  }
  if (right - left < leastStrip * Math.min(row[0]!.size, 11)) return false;
  strip.left = left;
  strip.right = right;
  if (hasBothSides(row, strip)) strip.shared += 1;
  return true;
}

function hasBothSides(
  row: Row,
  { left, right }: { readonly left: number; readonly right: number },
): boolean {
  // Rows are sorted: the first segment is the one that may stand left of the strip.
  return row[0]!.right <= left + 1 && row.at(-1)!.x >= right - 1;
}

/** Without rows at its ends that stand where reading begins and apart: they belong to the whole width. */
function trim(rows: readonly Row[], strip: Strip, isRtl: boolean): Strip {
  let { from, to } = strip;
  const firstSide = (row: Row | undefined) =>
    row?.find((one) => (isRtl ? one.x >= strip.right - 1 : one.right <= strip.left + 1));
  /** From what stands next below it on its own side. */
  const isApart = (upper: number) => {
    const one = firstSide(rows[upper]);
    const other = firstSide(rows.slice(upper + 1, to).find((row) => firstSide(row)));
    if (one === undefined || other === undefined) return false;
    const size = Math.min(one.size, other.size);
    return Math.abs(one.size - other.size) > 0.12 * size || other.y - one.y > 1.7 * size;
  };
  const isFirstSide = (row: Row) =>
    isRtl
      ? row.every((one) => one.x >= strip.right - 1)
      : row.every((one) => one.right <= strip.left + 1);
  const firstShared = rows.findIndex((row, at) => at >= from && hasBothSides(row, strip));
  for (let at = firstShared - 1; at >= from; at -= 1) {
    if (isApart(at) && rows.slice(from, at + 1).every(isFirstSide)) {
      from = at + 1;
      break;
    }
  }
  from = Math.max(from, afterHead(rows, strip));
  const [last, after] = [rows[to - 1]!, rows[to]];
  const isFollowed =
    after !== undefined && after[0]!.y - last[0]!.y < 3 * last[0]!.size && isLong(after);
  if (isFollowed) {
    const lastShared = rows.findLastIndex((row, at) => at < to && hasBothSides(row, strip));
    for (let at = lastShared; at < to - 1; at += 1) {
      if (isApart(at) && rows.slice(at + 1, to).every(isFirstSide)) {
        to = at + 1;
        break;
      }
    }
  }
  return { ...strip, from, to };
}

/** A page number below the columns does not end them. */
function isLong(row: Row): boolean {
  return row.at(-1)!.right - row[0]!.x > leastWidth * row[0]!.size;
}

/** Rows in which a head may stand side by side: the authors of a paper. */
const mostHead = 4;

/** Index of the first row after those at the top that are of another size and well apart. */
function afterHead(rows: readonly Row[], { from, to }: Strip): number {
  const sizes = rows.slice(from, to).map((row) => row[0]!.size);
  const usual = [...sizes].sort((one, other) => one - other)[Math.floor(sizes.length / 2)]!;
  for (let head = 1; head <= mostHead && from + head < to; head += 1) {
    if (Math.abs(sizes[head - 1]! - usual) < 0.1 * usual) return from;
    const gap = rows[from + head]![0]!.y - rows[from + head - 1]![0]!.y;
    const isBeside = rows.slice(from, from + head).some((row) => row.length > 1);
    if (isBeside && gap > 1.7 * usual) return from + head;
  }
  return from;
}

function isBetweenColumns(rows: readonly Row[], strip: Strip): boolean {
  const inside = rows.slice(strip.from, strip.to);
  const middle = (strip.left + strip.right) / 2;
  const sideRows = (isLeft: boolean) =>
    inside
      .map((row) => row.filter((one) => (one.x + one.right) / 2 < middle === isLeft))
      .filter((row) => row.length > 0);
  const [left, right] = [sideRows(true), sideRows(false)];
  if (left.length < leastRows || right.length < leastRows) return false;
  // Beside running text a column may hold figures and programs, with lines of any length.
  const isText = (side: readonly Row[]) =>
    side.length >= leastText && isWide(side) && isProse(side, textShare);
  if ((isText(left) && reach(right) > leastWidth) || (isText(right) && reach(left) > leastWidth)) {
    return true;
  }
  if (!isWide(left) || !isWide(right)) return false;
  const lefts = new Set(left.map((row) => Math.round(row[0]!.y)));
  const aligned = right.filter((row) => lefts.has(Math.round(row[0]!.y))).length;
  const isAligned = aligned > 0.6 * Math.min(left.length, right.length);
  return !isAligned || (isProse(left, 0.3) && isProse(right, 0.3));
}

/** From its leftmost to its rightmost place, in sizes. */
function reach(side: readonly Row[]): number {
  const start = Math.min(...side.map((row) => row[0]!.x));
  const end = Math.max(...side.map((row) => row.at(-1)!.right));
  const sizes = side.map((row) => row[0]!.size).sort((one, other) => one - other);
  return (end - start) / sizes[Math.floor(sizes.length / 2)]!;
}

/** Most of its rows are about as wide as the column, and the column is wide enough for text. */
function isWide(side: readonly Row[]): boolean {
  const start = Math.min(...side.map((row) => row[0]!.x));
  const end = Math.max(...side.map((row) => row.at(-1)!.right));
  const widths = side
    .map((row) => row.reduce((sum, { x, right }) => sum + right - x, 0))
    .sort((one, other) => one - other);
  const usual = widths[Math.floor(widths.length / 2)]!;
  return reach(side) > leastWidth && usual > 0.5 * (end - start);
}

/** Its sentences run on from row to row, as those in cells do not. */
function isProse(side: readonly Row[], least: number): boolean {
  const texts = side.map((row) => row.flatMap(({ pieces }) => pieces.map(({ text }) => text)));
  const joined = texts.map((parts) => parts.join(' ').trim());
  const isCased = joined.some((text) => /\p{Ll}/u.test(text));
  if (!isCased) return joined.every((text) => text.length > 12);
  const running = joined.filter((text, at) => at > 0 && /^[^\p{L}\p{N}]?\p{Ll}/u.test(text)).length;
  return running >= least * (joined.length - 1);
}
