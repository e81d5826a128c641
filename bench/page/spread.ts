/** How repeated measurements are told: their median, and from the least to the most. */
import { median } from '../side-by-side.ts';

/** -> `412 ms (398 to 530)` */
export function spreadOf(milliseconds: readonly number[]): string {
  const [low, high] = [Math.min(...milliseconds), Math.max(...milliseconds)];
  return `${shown(median(milliseconds))} ms (${shown(low)} to ${shown(high)})`;
}

/** @param share 0 to 1: 0.95 gives the value that 95 % do not exceed; 0 without values */
export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((left, right) => left - right);
  return sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)] ?? 0;
}

function shown(milliseconds: number): string {
  return milliseconds.toFixed(0);
}
