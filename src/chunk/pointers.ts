/** Texts beside the chunks whose vectors lead to chunks (docs/decisions/0016-pointers.md). */
import { longItemsOf } from '../text/list-items.ts';
import type { Chunk, Document } from '../types.ts';

/** A question that a section says it answers, or an item that says one thing among others. */
export interface Pointer {
  readonly text: string;
  /** Half-open positions among the document's chunks. */
  readonly firstChunk: number;
  readonly endChunk: number;
  /** An item of its one chunk: the next of `longItemsOf`. Otherwise a question of a section. */
  readonly item: boolean;
}

/**
 * The pointers of a document in the order of its sections: a section's retrieval keys, then the items
 * of its chunks. A section without a chunk has no place to lead to, and its keys are left out.
 *
 * @param withKeys false leaves the retrieval keys out
 */
export function pointersOf(
  document: Pick<Document, 'sections'>,
  chunks: readonly Pick<Chunk, 'sectionOrdinal' | 'text'>[],
  withKeys = true,
): Pointer[] {
  const pointers: Pointer[] = [];
  let firstChunk = 0;
  while (firstChunk < chunks.length) {
    const { sectionOrdinal } = chunks[firstChunk]!;
    let endChunk = firstChunk + 1;
    while (chunks[endChunk]?.sectionOrdinal === sectionOrdinal) endChunk += 1;
    const keys = withKeys ? (document.sections[sectionOrdinal]?.keys ?? []) : [];
    for (const text of keys) pointers.push({ text, firstChunk, endChunk, item: false });
    for (let at = firstChunk; at < endChunk; at += 1) {
      for (const { text } of longItemsOf(chunks[at]!.text))
        pointers.push({ text, firstChunk: at, endChunk: at + 1, item: true });
    }
    firstChunk = endChunk;
  }
  return pointers;
}
