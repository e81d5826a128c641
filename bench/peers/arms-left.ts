import type { Arm, Contender } from './contender.ts';
import type { MeasuredSize } from './measured.ts';

/** An arm whose median is above this at so many chunks is not run on more of them. */
export const slowMs = 200;
export const slowFrom = 100_000;

/** Those of its arms that were not too slow before. */
export function armsLeft(
  { name, arms }: Contender,
  size: number,
  earlier: readonly MeasuredSize[],
): Arm[] {
  if (size <= slowFrom) return [...arms];
  const measured = earlier
    .find((one) => one.size === slowFrom)
    ?.contenders.find(({ contender }) => contender === name);
  return arms.filter((arm) => (measured?.arms[arm]?.p50 ?? 0) <= slowMs);
}
