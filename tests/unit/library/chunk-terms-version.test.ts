import { describe, expect, it } from 'vitest';
import { chunkDocument } from '../../../src/chunk/chunk-document.ts';
import { pointersOf } from '../../../src/chunk/pointers.ts';
import {
  chunkTerms,
  chunkWords,
  defaultFieldWeights,
  TERMS_VERSION,
} from '../../../src/library/chunk-terms.ts';
import { loadDocument } from '../../../src/load/load-document.ts';
import { hashBytes } from '../../../src/text/hash.ts';

const note = `---
topic: retrieval
---
# Retrieval-Augmented Generation (RAG)

## How is RAG optimised, and what does fine-tuning add?

The retriever's neighbours were analysed; the colour of a naïve café isn't modelled. Tokenisation,
generalisations, relational, hopping, agreed, skies, universities and multi-head self-attention are
stemmed. 検索拡張生成 and ไทย stand without spaces. We have been doing this, and it was not theirs.

- an item that is long enough to lead to its chunk because it has more than ten words in it
- **Chunking:** the cutting of texts into passages that an encoder can take in at one time

| Method | Cost |
| --- | --- |
| BM25 | 3.5 ms |
`;

describe('TERMS_VERSION', () => {
  it('stands for the words and pointers of this note: raise it, and change the hash, when they differ', () => {
    const document = loadDocument({
      uri: 'note.md',
      mediaType: 'text/markdown',
      bytes: new TextEncoder().encode(note),
    });
    const chunks = chunkDocument(document);
    const made = chunks.map((chunk) => ({
      terms: [...chunkTerms(document, chunk, defaultFieldWeights)],
      words: chunkWords(document, chunk, defaultFieldWeights),
    }));
    const hash = hashBytes(JSON.stringify([made, pointersOf(document, chunks)]));
    expect([TERMS_VERSION, hash.slice(0, 16)]).toEqual([1, 'cf27e7ba054a9009']);
  });
});
