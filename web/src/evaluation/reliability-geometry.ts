/** Places of the reliability curve in its drawing, in units of the view box. */
import type { Bin } from './report-parts.ts';

export const box = { width: 320, height: 300, left: 58, right: 18, top: 18, bottom: 44 };
const largestRadius = 15;
const smallestRadius = 2.5;

export interface Point {
  readonly x: number;
  readonly y: number;
  readonly radius: number;
}

/** Horizontal place of a probability, 0 to 1. */
export function xOf(share: number): number {
  return box.left + share * (box.width - box.left - box.right);
}

/** Vertical place of a share, 0 to 1; 1 is at the top. */
export function yOf(share: number): number {
  return box.height - box.bottom - share * (box.height - box.top - box.bottom);
}

/** A point for each bin, in its order; areas stand to each other as numbers of questions do. */
export function pointsOf(bins: readonly Bin[]): Point[] {
  const most = Math.max(1, ...bins.map(({ questions }) => questions));
  return bins.map(({ predicted, observed, questions }) => ({
    x: xOf(predicted),
    y: yOf(observed),
    radius: Math.max(smallestRadius, largestRadius * Math.sqrt(questions / most)),
  }));
}

/**
 * Expected calibration error: mean distance of what was said from what was so, weighed by questions,
 * 0 to 1. Naeini and others, "Obtaining well calibrated probabilities using Bayesian binning" (2015).
 */
export function calibrationError(bins: readonly Bin[]): number {
  const all = bins.reduce((sum, { questions }) => sum + questions, 0);
  if (all === 0) return 0;
  return (
    bins.reduce(
      (sum, { predicted, observed, questions }) => sum + questions * Math.abs(predicted - observed),
      0,
    ) / all
  );
}
