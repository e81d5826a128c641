import type { Chunk, Document } from '../types.ts';

/** A question that a note says one of its sections answers, with the chunks it leads to. */
export interface SectionQuestion {
  readonly text: string;
  /** Half-open positions among the document's chunks. */
  readonly firstChunk: number;
  readonly endChunk: number;
}

/**
 * The retrieval keys of a document in the order of its sections. A section without a chunk has no
 * place to lead to, and its keys are left out.
 */
export function sectionQuestions(
  document: Pick<Document, 'sections'>,
  chunks: readonly Pick<Chunk, 'sectionOrdinal'>[],
): SectionQuestion[] {
  const questions: SectionQuestion[] = [];
  let firstChunk = 0;
  while (firstChunk < chunks.length) {
    const { sectionOrdinal } = chunks[firstChunk]!;
    let endChunk = firstChunk + 1;
    while (chunks[endChunk]?.sectionOrdinal === sectionOrdinal) endChunk += 1;
    for (const text of document.sections[sectionOrdinal]?.keys ?? []) {
      questions.push({ text, firstChunk, endChunk });
    }
    firstChunk = endChunk;
  }
  return questions;
}
