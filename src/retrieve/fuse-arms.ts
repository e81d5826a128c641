/** What the two arms found -> candidates, ranked by the one score (`fuse.ts`). */
import type { Scored } from '../index/contract.ts';
import type { ChunkFit, LibraryReader } from '../library/contract.ts';
import type { RetrieverHit } from '../types.ts';
import { fusedScore } from './fuse.ts';
import type { FusedCandidate } from './trace-rows.ts';

export interface DenseArm {
  /** Of the question, of unit length. */
  readonly vector: Float32Array;
  readonly found: readonly Scored[];
}

export interface FusionSettings {
  /** Weight of idf coverage beside the cosine. */
  readonly coverageWeight: number;
  /** Taken from the score of sections that gather statements on many matters. */
  readonly gatheringDiscount: number;
}

/**
 * The candidates of both arms, best first. A chunk that only the words found has a cosine no higher
 * than the last that an exact dense search gave: where even that would not bring it among the best
 * `needed`, its cosine is not computed and it is left out.
 *
 * @param dense undefined where no vectors are searched
 * @param needed how many of the best are looked at
 */
export async function fuseArms(
  library: Pick<LibraryReader, 'fits' | 'vectorIndex'>,
  terms: readonly string[],
  lexical: readonly Scored[],
  dense: DenseArm | undefined,
  needed: number,
  { coverageWeight, gatheringDiscount }: FusionSettings,
): Promise<FusedCandidate[]> {
  const best = lexical[0]?.score ?? 0;
  const candidateOf = (
    { ordinal, lexical: hit, dense: denseHit }: Hits,
    { coverage, gathering }: ChunkFit,
    cosine: number | undefined,
  ): FusedCandidate => {
    const lexicalShare = best > 0 ? (hit?.score ?? 0) / best : 0;
    const discount = gathering ? gatheringDiscount : 0;
    const score = fusedScore(cosine, coverage, lexicalShare, coverageWeight) - discount;
    // Spread, this object would take ten times as long.
    return { ordinal, cosine, coverage, discount, score, lexical: hit, dense: denseHit };
  };
  const denseFound = dense?.found ?? [];
  const joined = joinArms(lexical, denseFound);
  const fits = await library.fits(
    joined.map(({ ordinal }) => ordinal),
    { terms, vector: undefined },
  );
  // The dense search has said its chunks' cosines already.
  const candidates = denseFound.map(({ score }, at) => candidateOf(joined[at]!, fits[at]!, score));
  const least = kthBest(candidates, needed);
  // A graph may have passed over a chunk that is as near as can be.
  const highest = library.vectorIndex === 'graph' ? 1 : denseFound.at(-1)?.score;
  const within: number[] = [];
  for (let at = denseFound.length; at < joined.length; at += 1) {
    const possible = fusedScore(highest, fits[at]!.coverage, 1, coverageWeight);
    if (possible >= least) within.push(at);
  }
  const close =
    dense &&
    (await library.fits(
      within.map((at) => joined[at]!.ordinal),
      { terms: [], vector: dense.vector },
    ));
  for (const [place, at] of within.entries()) {
    candidates.push(candidateOf(joined[at]!, fits[at]!, close?.[place]?.cosine));
  }
  return candidates.sort((left, right) => right.score - left.score || left.ordinal - right.ordinal);
}

interface Hits {
  readonly ordinal: number;
  readonly lexical: RetrieverHit | undefined;
  readonly dense: RetrieverHit | undefined;
}

/** Each chunk once: those of the dense arm in its order, then the others in that of the lexical one. */
function joinArms(lexical: readonly Scored[], dense: readonly Scored[]): Hits[] {
  const unmatched = new Map<number, RetrieverHit>();
  for (let at = 0; at < lexical.length; at += 1) {
    const { ordinal, score } = lexical[at]!;
    unmatched.set(ordinal, { rank: at + 1, score });
  }
  const joined = dense.map(({ ordinal, score }, at): Hits => {
    const hit = unmatched.get(ordinal);
    if (hit) unmatched.delete(ordinal);
    return { ordinal, lexical: hit, dense: { rank: at + 1, score } };
  });
  for (const [ordinal, hit] of unmatched) joined.push({ ordinal, lexical: hit, dense: undefined });
  return joined;
}

/** The `k`th highest score; below every score where there are fewer. */
function kthBest(candidates: readonly FusedCandidate[], k: number): number {
  const ascending = new Float64Array(candidates.length);
  for (let at = 0; at < ascending.length; at += 1) ascending[at] = candidates[at]!.score;
  ascending.sort();
  return ascending[ascending.length - k] ?? Number.NEGATIVE_INFINITY;
}
