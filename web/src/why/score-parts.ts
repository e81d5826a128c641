/** A fused score -> the parts that it is the sum of. */
import type { Candidate } from './read-trace.ts';

export interface ScoreParts {
  /** Meaning; 0 where no vectors were searched. */
  readonly cosine: number;
  /** Weighed share of the question's words. */
  readonly coverage: number;
  /** BM25 relative to the best candidate's, weighed; 0 where vectors were searched. */
  readonly bm25: number;
  /** Taken off the sum of the others; 0 or more. */
  readonly discount: number;
}

export function scoreParts(
  {
    cosine,
    coverage,
    discount,
    score,
  }: Pick<Candidate, 'cosine' | 'coverage' | 'discount' | 'score'>,
  coverageWeight: number,
): ScoreParts {
  const words = coverageWeight * coverage;
  const rest = cosine === undefined ? Math.max(0, score + discount - words) : 0;
  return { cosine: Math.max(0, cosine ?? 0), coverage: words, bm25: rest, discount };
}
