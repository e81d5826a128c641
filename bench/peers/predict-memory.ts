/** What a contender will need at a size, by what it needed at smaller ones. */
import type { Measured, MeasuredSize } from './measured.ts';

export interface Needs {
  readonly building: number;
  readonly serving: number;
}

/**
 * Bytes, in proportion to the largest smaller size that was measured; undefined where none was. That is
 * at least 10,000 chunks: below, most of it is the contender's code.
 */
export function predictMemory(
  name: string,
  size: number,
  earlier: readonly MeasuredSize[],
): Needs | undefined {
  const known = earlier
    .filter((one) => one.size < size && one.size >= 10_000)
    .sort((left, right) => right.size - left.size)
    .flatMap((one) =>
      one.contenders
        .filter(({ contender, open }) => contender === name && open !== undefined)
        .map((measured) => ({ measured, growth: size / one.size })),
    )[0];
  return known && needsOf(known.measured, known.growth);
}

function needsOf({ build, open }: Measured, growth: number): Needs {
  return {
    building: (build?.peakBytes ?? 0) * growth,
    serving: (open?.residentBytes ?? 0) * growth,
  };
}

/** Those that fit into the memory together with the first, which is in each group. */
export function groupByMemory<One>(
  first: One,
  others: readonly One[],
  servingOf: (one: One) => number,
  bytes: number,
): One[][] {
  const groups: { readonly members: One[]; used: number }[] = [];
  for (const other of others) {
    const needed = servingOf(other);
    let group = groups.find(({ used }) => used + needed <= bytes);
    if (group === undefined) {
      group = { members: [first], used: servingOf(first) };
      groups.push(group);
    }
    group.members.push(other);
    group.used += needed;
  }
  return groups.length === 0 ? [[first]] : groups.map(({ members }) => members);
}
