import type { Evidence, EvidencePassage } from '../../src/answer/contract.ts';
import type { Document } from '../../src/types.ts';

/** Evidence of whole notes, one passage each: `{ 'gan.md': '# GANs\n\nText.' }`. */
export function evidenceOf(
  notes: Readonly<Record<string, string>>,
  question = 'How does it work?',
): Evidence {
  const documents = Object.entries(notes).map(
    ([uri, text]): Document => ({
      id: `id of ${uri}`,
      uri,
      mediaType: 'text/markdown',
      title: uri.replace('.md', ''),
      text,
      contentHash: `hash of ${uri}`,
      sections: [],
      metadata: {},
    }),
  );
  const passages = documents.map(
    ({ id, uri, title, text }, at): EvidencePassage => ({
      rank: at + 1,
      score: 1,
      chunkId: `chunk ${at + 1}`,
      documentId: id,
      uri,
      title,
      start: 0,
      end: text.length,
      text,
      headingPath: [],
      retrievers: {},
      coverage: 1,
      section: { start: 0, end: text.length },
      headingLength: 0,
      itemCosines: [],
    }),
  );
  return {
    question,
    terms: [],
    unknownWords: [],
    repairs: [],
    passages,
    idf: new Map(),
    unknownIdf: 1,
    narrowed: false,
    documents: new Map(documents.map((document) => [document.id, document])),
  };
}
