/** For chosen chunks, the summed weights of the rows that hold them. */
import { findOrdinal } from './find-ordinal.ts';
import type { Postings, Row } from './row-sums.ts';

export interface WeightedRow extends Row {
  readonly weight: number;
}

/** One weight a chunk, in the order of `chosen`. */
export type RowWeighing = (rows: readonly WeightedRow[], chosen: readonly number[]) => number[];

/** A chunk is found in a row in the time that so many of its postings take to be looked at. */
const findCost = 60;

/** Each row is looked through once, or searched for each of the chunks, whichever is quicker. */
export function createRowWeighing({
  size,
  ordinals,
}: Pick<Postings, 'size' | 'ordinals'>): RowWeighing {
  /** Where a chunk stands among the chosen, from 1 up; 0 for all others, and between two calls. */
  const places = new Uint32Array(size);
  return (rows, chosen) => {
    for (let at = 0; at < chosen.length; at += 1) places[chosen[at]!] = at + 1;
    /** By place; the first is that of the chunks not chosen. */
    const weights = new Float64Array(chosen.length + 1);
    for (const { start, end, weight } of rows) {
      if (end - start > findCost * chosen.length) {
        for (let place = 1; place <= chosen.length; place += 1) {
          const ordinal = chosen[place - 1]!;
          // A chunk that was chosen twice has one place, the latter.
          if (places[ordinal] !== place) continue;
          const at = findOrdinal(ordinals, ordinal, start, end);
          if (at < end && ordinals[at] === ordinal) add(weights, place, weight);
        }
        continue;
      }
      let at = start;
      for (; at + 4 <= end; at += 4) {
        const one = places[ordinals[at]!]!;
        const two = places[ordinals[at + 1]!]!;
        const three = places[ordinals[at + 2]!]!;
        const four = places[ordinals[at + 3]!]!;
        if ((one | two | three | four) === 0) continue;
        add(weights, one, weight);
        add(weights, two, weight);
        add(weights, three, weight);
        add(weights, four, weight);
      }
      for (; at < end; at += 1) add(weights, places[ordinals[at]!]!, weight);
    }
    const weighed = chosen.map((ordinal) => weights[places[ordinal]!]!);
    for (let at = 0; at < chosen.length; at += 1) places[chosen[at]!] = 0;
    return weighed;
  };
}

function add(weights: Float64Array, place: number, weight: number): void {
  weights[place] = weights[place]! + weight;
}
