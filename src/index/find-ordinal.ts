/** Search among numbers that ascend, as the ordinals of a row of postings do. */

/** Where the first ordinal from `start` on stands that is not below `ordinal`; `end` where there is none. */
export function findOrdinal(
  ordinals: Uint32Array,
  ordinal: number,
  start: number,
  end: number,
): number {
  let low = start;
  let high = end;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (ordinals[middle]! < ordinal) low = middle + 1;
    else high = middle;
  }
  return low;
}

/**
 * The same, for one that stands near `start`: O(log of the way to it), by growing strides. Bentley and Yao,
 * "An almost optimal algorithm for unbounded searching" (1976).
 */
export function findOrdinalAhead(
  ordinals: Uint32Array,
  ordinal: number,
  start: number,
  end: number,
): number {
  let low = start;
  let high = start;
  for (let stride = 1; high < end && ordinals[high]! < ordinal; stride *= 2) {
    low = high + 1;
    high += stride;
  }
  return findOrdinal(ordinals, ordinal, low, Math.min(high, end));
}
