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

export interface LexicalArm {
  readonly found: readonly Scored[];
  /**
   * How each of them fits, with its cosine. Needed where a graph searches the vectors: that may pass
   * over a chunk which is as near as can be, so that what it found says nothing of the others.
   */
  readonly fits?: readonly ChunkFit[] | undefined;
}

export interface FusionSettings {
  /** Weight of idf coverage beside the cosine. */
  readonly coverageWeight: number;
  /** Taken from the score of sections that gather statements on many matters. */
  readonly gatheringDiscount: number;
}

/**
 * The candidates of both arms, best first.
 *
 * @param dense undefined where no vectors are searched
 * @param needed how many of the best are looked at
 */
export async function fuseArms(
  library: Pick<LibraryReader, 'fits'>,
  terms: readonly string[],
  lexical: LexicalArm,
  dense: DenseArm | undefined,
  needed: number,
  settings: FusionSettings,
): Promise<FusedCandidate[]> {
  const joined = joinArms(lexical.found, dense?.found ?? []);
  const scoring = scoringOf(lexical.found, settings);
  const candidates = lexical.fits
    ? await scoreKnown(library, terms, joined, lexical.fits, scoring)
    : await scorePossible(library, terms, joined, dense, needed, scoring);
  return candidates.sort((left, right) => right.score - left.score || left.ordinal - right.ordinal);
}

interface Scoring {
  candidate(hits: Hits, fit: ChunkFit, cosine: number | undefined): FusedCandidate;
  /** What no chunk with this coverage and at most this cosine exceeds. */
  most(coverage: number, cosine: number | undefined): number;
}

function scoringOf(
  lexical: readonly Scored[],
  { coverageWeight, gatheringDiscount }: FusionSettings,
): Scoring {
  const best = lexical[0]?.score ?? 0;
  return {
    candidate({ ordinal, lexical: hit, dense }, { coverage, gathering }, cosine) {
      const lexicalShare = best > 0 ? (hit?.score ?? 0) / best : 0;
      const discount = gathering ? gatheringDiscount : 0;
      const score = fusedScore(cosine, coverage, lexicalShare, coverageWeight) - discount;
      // Spread, this object would take ten times as long.
      return { ordinal, cosine, coverage, discount, score, lexical: hit, dense };
    },
    most: (coverage, cosine) => fusedScore(cosine, coverage, 1, coverageWeight),
  };
}

/** Where it is known already how those fit that the words found. */
async function scoreKnown(
  library: Pick<LibraryReader, 'fits'>,
  terms: readonly string[],
  joined: readonly Hits[],
  known: readonly ChunkFit[],
  scoring: Scoring,
): Promise<FusedCandidate[]> {
  const others = joined.filter(({ lexical }) => lexical === undefined);
  const asked = await library.fits(ordinalsOf(others), { terms, vector: undefined });
  let next = 0;
  return joined.map((hits) => {
    const fit = hits.lexical ? known[hits.lexical.rank - 1]! : asked[next++]!;
    return scoring.candidate(hits, fit, hits.dense?.score ?? fit.cosine);
  });
}

/**
 * A chunk that only the words found has a cosine no higher than the last that an exact dense search
 * gave: where even that would not bring it among the best `needed`, its cosine is not computed and it is
 * left out.
 */
async function scorePossible(
  library: Pick<LibraryReader, 'fits'>,
  terms: readonly string[],
  joined: readonly Hits[],
  dense: DenseArm | undefined,
  needed: number,
  scoring: Scoring,
): Promise<FusedCandidate[]> {
  const fits = await library.fits(ordinalsOf(joined), { terms, vector: undefined });
  const denseFound = dense?.found ?? [];
  // The dense search has said its chunks' cosines already.
  const candidates = denseFound.map(({ score }, at) =>
    scoring.candidate(joined[at]!, fits[at]!, score),
  );
  const least = kthBest(candidates, needed);
  const highest = denseFound.at(-1)?.score;
  const within: number[] = [];
  for (let at = denseFound.length; at < joined.length; at += 1) {
    if (scoring.most(fits[at]!.coverage, highest) >= least) within.push(at);
  }
  const close =
    dense &&
    (await library.fits(ordinalsOf(within.map((at) => joined[at]!)), {
      terms: [],
      vector: dense.vector,
    }));
  for (const [place, at] of within.entries()) {
    candidates.push(scoring.candidate(joined[at]!, fits[at]!, close?.[place]?.cosine));
  }
  return candidates;
}

function ordinalsOf(hits: readonly Hits[]): number[] {
  return hits.map(({ ordinal }) => ordinal);
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
