/** Whether a figure reached what was asked of it, in words that own up to the interval. */
import type { Target } from './report-parts.ts';

/**
 * `missed by 0.022`; where the figure asked for lies inside the 95 % interval, chance may have
 * decided, and that is said too: `reached; within chance`.
 */
export function verdictOf({
  mean,
  low,
  high,
  asked,
  reached,
}: Pick<Target, 'mean' | 'low' | 'high' | 'asked' | 'reached'>): string {
  const verdict = reached ? 'reached' : `missed by ${Math.abs(mean - asked).toFixed(3)}`;
  return low < asked && asked < high ? `${verdict}; within chance` : verdict;
}
