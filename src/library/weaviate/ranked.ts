/** The best of what a search gave. `TopK` takes ordinals of 32 bits, and these are wider. */
import type { Scored } from '../../index/contract.ts';

/** The best `k`: falling score, ties by ordinal. */
export function ranked(scored: readonly Scored[], k: number): Scored[] {
  return scored
    .toSorted((left, right) => right.score - left.score || left.ordinal - right.ordinal)
    .slice(0, k);
}
