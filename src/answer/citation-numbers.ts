import type { Citation, Statement } from '../types.ts';
import { type GroundedClaim, keyOf } from './ground-claim.ts';

export interface NumberedClaim {
  readonly statement: Statement;
  /** Those that no earlier claim has brought. */
  readonly fresh: readonly Citation[];
}

export interface CitationNumbers {
  number(claim: GroundedClaim): NumberedClaim;
  /** All so far, by marker. */
  readonly citations: readonly Citation[];
}

/** Numbers spans from 1 in order of first use; one that comes again keeps its number. */
export function createCitationNumbers(): CitationNumbers {
  const known = new Map<string, Citation>();
  return {
    number: ({ statement, citations }) => {
      const fresh: Citation[] = [];
      const markers = citations.map((citation) => {
        const key = keyOf(citation);
        const numbered = known.get(key) ?? { marker: known.size + 1, ...citation };
        if (!known.has(key)) fresh.push(numbered);
        known.set(key, numbered);
        return numbered.marker;
      });
      const ascending = markers.sort((left, right) => left - right);
      return { statement: { ...statement, citations: ascending }, fresh };
    },
    get citations() {
      return [...known.values()];
    },
  };
}
