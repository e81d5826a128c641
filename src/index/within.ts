/** Searches among some of the chunks only. */

/** A half-open range of ordinals. */
export interface OrdinalRange {
  readonly start: number;
  readonly end: number;
}

/** What alone is searched: ascending, none empty, no two touching. */
export type Within = readonly OrdinalRange[];

/** Puts ascending, disjoint ranges into that form: those that touch are made one. */
export function joinRanges(ranges: readonly OrdinalRange[]): Within {
  const joined: { start: number; end: number }[] = [];
  for (const { start, end } of ranges) {
    const last = joined.at(-1);
    if (start >= end) continue;
    if (last?.end === start) last.end = end;
    else joined.push({ start, end });
  }
  return joined;
}

/** How many ordinals there are in it. */
export function countWithin(within: Within): number {
  return within.reduce((sum, { start, end }) => sum + end - start, 0);
}

/** For each ordinal below `size` whether it is in it: 1 or 0. */
export function markWithin(within: Within, size: number): Uint8Array {
  const marks = new Uint8Array(size);
  for (const { start, end } of within) marks.fill(1, start, end);
  return marks;
}

/** The same for the same ranges, and for no others. */
export function nameOfWithin(within: Within): string {
  return within.map(({ start, end }) => `${start}-${end}`).join(' ');
}
