/** Candidates -> their places in three evenly spaced columns: by words, fused, by meaning. */
import type { Candidate } from './read-trace.ts';

export interface SlopePlace {
  /** From 0 at the top; those that the arm did not find come last. */
  readonly at: number;
  /** The rank itself; undefined where the arm did not find the passage. */
  readonly rank: number | undefined;
}

export interface SlopeLine {
  readonly candidate: Candidate;
  readonly lexical: SlopePlace;
  readonly fused: SlopePlace;
  readonly dense: SlopePlace;
}

export function slopeLines(candidates: readonly Candidate[]): SlopeLine[] {
  const lexical = placesOf(candidates, 'lexical');
  const dense = placesOf(candidates, 'dense');
  return candidates.map((candidate, at) => ({
    candidate,
    lexical: lexical.get(candidate) ?? { at, rank: undefined },
    fused: { at, rank: candidate.rank },
    dense: dense.get(candidate) ?? { at, rank: undefined },
  }));
}

function placesOf(
  candidates: readonly Candidate[],
  arm: 'lexical' | 'dense',
): Map<Candidate, SlopePlace> {
  const last = Number.MAX_SAFE_INTEGER;
  const rankOf = (candidate: Candidate): number => candidate[arm]?.rank ?? last;
  const ordered = [...candidates].sort((left, right) => rankOf(left) - rankOf(right));
  return new Map(
    ordered.map((candidate, at) => [candidate, { at, rank: candidate[arm]?.rank }] as const),
  );
}
