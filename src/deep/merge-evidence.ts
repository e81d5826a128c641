/** Evidence of several searches -> one: what the answer to the whole question is written from. */
import type { Evidence, EvidencePassage } from '../answer/contract.ts';

/** Passages of one search that come along. */
const perSearch = 4;

/**
 * The question and its terms stay those of `whole`. Passages in turn: the first of each search, then the
 * second of each, and so on, each once; then those of the whole question.
 */
export function mergeEvidence(whole: Evidence, parts: readonly Evidence[]): Evidence {
  const passages = new Map<string, EvidencePassage>();
  for (let rank = 0; rank < perSearch; rank += 1) {
    for (const { passages: found } of parts) {
      const passage = found[rank];
      if (passage !== undefined && !passages.has(passage.chunkId)) {
        passages.set(passage.chunkId, passage);
      }
    }
  }
  for (const passage of whole.passages.slice(0, perSearch)) {
    if (!passages.has(passage.chunkId)) passages.set(passage.chunkId, passage);
  }
  return {
    ...whole,
    passages: [...passages.values()].map((passage, at) => ({ ...passage, rank: at + 1 })),
    documents: new Map([...parts, whole].flatMap(({ documents }) => [...documents])),
  };
}
