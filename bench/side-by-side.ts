/** Runs two programs in turn, A B A B …, so that both meet the same noise. */
export interface Comparison {
  /** Median of each, in milliseconds. */
  readonly left: number;
  readonly right: number;
  /** Median of left / right, round by round. */
  readonly ratio: number;
}

export async function sideBySide(
  rounds: number,
  left: () => Promise<void> | void,
  right: () => Promise<void> | void,
): Promise<Comparison> {
  await left();
  await right();
  const lefts: number[] = [];
  const rights: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    lefts.push(await timeOf(left));
    rights.push(await timeOf(right));
  }
  const ratios = lefts.map((milliseconds, at) => milliseconds / rights[at]!);
  return { left: median(lefts), right: median(rights), ratio: median(ratios) };
}

async function timeOf(work: () => Promise<void> | void): Promise<number> {
  const begun = performance.now();
  await work();
  return performance.now() - begun;
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((left, right) => left - right);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}
