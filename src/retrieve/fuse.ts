/**
 * Absolute fusion: cosine + 0.5 x idf coverage, without normalising by question, so that one scale
 * ranks passages and serves the gate (docs/decisions/0008-absolute-fusion.md).
 */
/** Weight of coverage beside the cosine; the plateau of the measurements runs from 0.4 to 0.6. */
export const COVERAGE_WEIGHT = 0.5;
/** Taken from a gathering section's score; the plateau of the measurements runs from 0.06 to 0.1. */
export const GATHERING_DISCOUNT = 0.08;

/** Without vectors, how much BM25 breaks ties between equal coverages. */
const LEXICAL_TIE_WEIGHT = 0.5;

/**
 * Fused score of a chunk; higher is better. About 0 to 1.5 with vectors, 0 to 1 without.
 *
 * @param cosine undefined where no vectors are searched
 * @param coverage share of the question's idf in the chunk, 0 to 1
 * @param lexicalShare its BM25 score as a share of the best candidate's, 0 to 1
 */
export function fusedScore(
  cosine: number | undefined,
  coverage: number,
  lexicalShare: number,
  coverageWeight = COVERAGE_WEIGHT,
): number {
  const words = coverageWeight * coverage;
  return cosine === undefined ? words + LEXICAL_TIE_WEIGHT * lexicalShare : cosine + words;
}

/** How the score is made, for the trace: `'cosine + 0.5 x coverage - discount'` and its numbers. */
export function describeScore(
  withVectors: boolean,
  coverageWeight: number,
  gatheringDiscount: number,
): { readonly formula: string; readonly weights: Readonly<Record<string, number>> } {
  const words = `${coverageWeight} x coverage`;
  const weights = { coverage: coverageWeight, discount: gatheringDiscount };
  return withVectors
    ? { formula: `cosine + ${words} - discount`, weights: { cosine: 1, ...weights } }
    : {
        formula: `${words} + ${LEXICAL_TIE_WEIGHT} x share of the best BM25 score - discount`,
        weights: { bm25Share: LEXICAL_TIE_WEIGHT, ...weights },
      };
}
