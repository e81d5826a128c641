import fc from 'fast-check';
import { joinRanges, type Within } from '../../src/index/within.ts';

/** Ranges of ordinals below `size`, as a choice of documents gives them. */
export function someRanges(size: number): fc.Arbitrary<Within> {
  return fc
    .uniqueArray(fc.nat({ max: size }), { maxLength: 8 })
    .map((bounds) => bounds.sort((left, right) => left - right))
    .map((bounds) =>
      joinRanges(
        bounds.flatMap((start, at) =>
          at % 2 === 0 ? [{ start, end: bounds[at + 1] ?? size }] : [],
        ),
      ),
    );
}

/** Whether the ordinal is in one of them. */
export function isWithin(within: Within, ordinal: number): boolean {
  return within.some(({ start, end }) => start <= ordinal && ordinal < end);
}
