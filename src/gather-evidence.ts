/** What retrieval found -> what the answer stage is given, and what the asker is shown. */
import type { Evidence, EvidencePassage } from './answer/contract.ts';
import type { LibraryReader } from './library/contract.ts';
import type { Retrieval } from './retrieve/retrieve.ts';
import type { Document, Passage } from './types.ts';

/** @param narrowed only some sources were searched */
export async function gatherEvidence(
  retrieval: Retrieval,
  reader: LibraryReader,
  narrowed: boolean,
): Promise<Evidence> {
  const { asked, terms, unknownWords, repairs } = retrieval.question;
  const statistics = await reader.termStatistics([...terms, '']);
  const ids = new Set(retrieval.passages.map(({ documentId }) => documentId));
  const documents = await documentsOf(ids, reader);
  return {
    question: asked,
    terms,
    unknownWords,
    repairs,
    passages: retrieval.passages,
    narrowed,
    idf: new Map(statistics.map(({ term, idf }) => [term, idf] as const)),
    unknownIdf: statistics.at(-1)?.idf ?? 1,
    documents: new Map(documents.map((document) => [document.id, document] as const)),
  };
}

/** The documents of these ids; those that are not there are left out. */
export async function documentsOf(
  ids: Iterable<string>,
  reader: LibraryReader,
): Promise<Document[]> {
  const documents = await Promise.all([...ids].map((id) => reader.document(id)));
  return documents.filter((document) => document !== undefined);
}

export function publicPassage({
  section: _section,
  headingLength: _length,
  itemCosines: _items,
  ...passage
}: EvidencePassage): Passage {
  return passage;
}
