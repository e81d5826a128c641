/** Ranked candidates -> rows of the trace, which say of each why it was kept or cut. */
import type { ChunkRecord } from '../library/contract.ts';
import type { RetrieverHit, TraceRow } from '../types.ts';

/** A chunk with its fused score and what the score is made of. */
export interface FusedCandidate {
  readonly ordinal: number;
  readonly cosine: number | undefined;
  readonly coverage: number;
  /** Taken from the score already; 0 or more. */
  readonly discount: number;
  readonly score: number;
  readonly lexical: RetrieverHit | undefined;
  readonly dense: RetrieverHit | undefined;
}

export interface ReadCandidate {
  readonly candidate: FusedCandidate;
  readonly record: ChunkRecord;
}

/** One row for each of `ranked`, in its order; the first `kept` of them were kept. */
export function traceRows(ranked: readonly ReadCandidate[], kept: number): TraceRow[] {
  const last = ranked[kept - 1]?.candidate.score ?? 0;
  return ranked.map(({ candidate, record }, at) => {
    const { lexical, dense, cosine, coverage, discount, score } = candidate;
    return {
      chunkId: record.chunkId,
      documentId: record.document.id,
      uri: record.document.uri,
      title: record.document.title,
      headingPath: record.headingPath,
      start: record.start,
      end: record.end,
      ...(lexical && { lexical }),
      ...(dense && { dense }),
      ...(cosine !== undefined && { cosine }),
      coverage,
      discount,
      score,
      kept: at < kept,
      why: at < kept ? whyKept(candidate, kept) : whyCut(candidate, kept, last),
    };
  });
}

function whyKept({ lexical, dense }: FusedCandidate, kept: number): string {
  const arms =
    lexical && dense ? 'words and by meaning' : lexical ? 'words alone' : 'meaning alone';
  return `Among the ${kept} best, found by ${arms}.`;
}

function whyCut({ score, discount }: FusedCandidate, kept: number, last: number): string {
  if (score === last)
    return `Score ${score.toFixed(2)} equals that of passage ${kept}, which comes first in the library.`;
  // Two decimals read best; near scores need more to differ.
  const digits = [2, 3, 4, 6].find((count) => score.toFixed(count) !== last.toFixed(count)) ?? 12;
  const off = discount > 0 ? `, after ${discount} off for a section on many matters,` : '';
  return `Score ${score.toFixed(digits)}${off} lies below the ${last.toFixed(digits)} of passage ${kept}.`;
}
