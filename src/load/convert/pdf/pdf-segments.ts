/** Pieces of text -> segments: what stands on one baseline without a gap wider than between words. */
import type { TextPiece } from './pdf-pieces.ts';

export interface Segment {
  /** From left to right. */
  readonly pieces: readonly TextPiece[];
  readonly x: number;
  readonly right: number;
  /** Baseline and size of most of its characters. */
  readonly y: number;
  readonly size: number;
}

/** Baselines nearer than this share of the greater size are one. */
const sameLine = 0.45;
/** A gap of this share of the size ends a segment. */
const segmentGap = 0.6;
/** Height of the bands in which neighbours are looked for, in points. */
const band = 8;

interface Growing {
  pieces: TextPiece[];
  last: TextPiece;
  right: number;
}

/** @returns segments from top to bottom, then from left to right */
export function segmentsOf(pieces: readonly TextPiece[]): Segment[] {
  const sorted = [...pieces].sort((one, other) => one.x - other.x || one.y - other.y);
  const bands = new Map<number, Growing[]>();
  const all: Growing[] = [];
  for (const piece of sorted) {
    const reach = Math.ceil((sameLine * Math.max(piece.size, 24)) / band);
    const at = Math.floor(piece.y / band);
    let best: Growing | undefined;
    let bestCost = Number.POSITIVE_INFINITY;
    for (let near = at - reach; near <= at + reach; near += 1) {
      for (const growing of bands.get(near) ?? []) {
        const cost = costOf(growing, piece);
        if (cost < bestCost) [best, bestCost] = [growing, cost];
      }
    }
    if (best === undefined) {
      best = { pieces: [], last: piece, right: piece.x };
      all.push(best);
    } else {
      const old = Math.floor(best.last.y / band);
      bands.set(
        old,
        (bands.get(old) ?? []).filter((growing) => growing !== best),
      );
    }
    best.pieces.push(piece);
    // A raised figure does not move the baseline that words after it are compared with.
    if (piece.size >= 0.8 * best.last.size) best.last = piece;
    best.right = Math.max(best.right, piece.x + piece.width);
    const now = Math.floor(best.last.y / band);
    bands.set(now, [...(bands.get(now) ?? []), best]);
  }
  return all
    .map(({ pieces: own }) => toSegment(own))
    .sort((one, other) => one.y - other.y || one.x - other.x);
}

/** Infinite where the piece does not go on the segment. */
function costOf({ last, right }: Growing, piece: TextPiece): number {
  const size = Math.max(last.size, piece.size);
  const small = Math.min(last.size, piece.size);
  const drop = Math.abs(piece.y - last.y);
  const gap = piece.x - right;
  if (drop > sameLine * size || drop > 0.9 * small) return Number.POSITIVE_INFINITY;
  if (gap > segmentGap * Math.max(small, 0.6 * size) || gap < -0.6 * size) {
    return Number.POSITIVE_INFINITY;
  }
  return Math.abs(gap) + 2 * drop;
}

export function toSegment(pieces: readonly TextPiece[]): Segment {
  const main = pieces.reduce((most, next) => (weightOf(next) > weightOf(most) ? next : most));
  return {
    pieces,
    x: Math.min(...pieces.map(({ x }) => x)),
    right: Math.max(...pieces.map(({ x, width }) => x + width)),
    y: main.y,
    size: main.size,
  };
}

function weightOf({ text, size }: TextPiece): number {
  return text.length * size;
}

/** Segments that share a baseline, from left to right; rows from top to bottom. */
export function rowsOf(segments: readonly Segment[]): Segment[][] {
  const rows: Segment[][] = [];
  for (const segment of segments) {
    const row = rows.at(-1);
    const base = row?.[0];
    const isSame =
      base !== undefined &&
      Math.abs(segment.y - base.y) <= sameLine * Math.min(base.size, segment.size) &&
      row!.every((other) => segment.x >= other.right - 1 || segment.right <= other.x + 1);
    if (isSame) row!.push(segment);
    else rows.push([segment]);
  }
  return rows.map((row) => row.sort((one, other) => one.x - other.x));
}
