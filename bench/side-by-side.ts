/** Runs two programs in turn, A B A B …, so that both meet the same noise. */
export interface Comparison {
  /** Median of each, in milliseconds. */
  readonly left: number;
  readonly right: number;
  /** Median of left / right, round by round. */
  readonly ratio: number;
}

/** A program to time; one that gives a number has measured itself, in milliseconds. */
type Program = () => Promise<unknown>;

export async function sideBySide(
  rounds: number,
  left: Program,
  right: Program,
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

async function timeOf(work: Program): Promise<number> {
  const begun = performance.now();
  const measured = await work();
  return typeof measured === 'number' ? measured : performance.now() - begun;
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((left, right) => left - right);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}
