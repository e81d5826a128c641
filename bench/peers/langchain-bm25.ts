/** LangChain's BM25 retriever, which reads every document for every question. */
import { type Contender, type OpenContender, resultsAsked } from './contender.ts';
import { importPeer } from './import-peer.ts';

interface PageDocument {
  readonly pageContent: string;
  readonly metadata: { readonly id: number };
}

interface Bm25Module {
  readonly BM25Retriever: {
    fromDocuments(
      documents: readonly PageDocument[],
      options: { readonly k: number },
    ): { invoke(question: string): Promise<PageDocument[]> };
  };
}

export const langchainBm25: Contender = {
  name: 'LangChain BM25Retriever',
  packages: ['@langchain/community', '@langchain/core'],
  arms: ['lexical'],
  async open(data): Promise<OpenContender> {
    const { BM25Retriever } = await importPeer<Bm25Module>('@langchain/community/retrievers/bm25');
    const documents: PageDocument[] = [];
    for (const batch of data.batches(1_000)) {
      for (const { id, terms } of batch) {
        documents.push({ pageContent: terms.join(' '), metadata: { id } });
      }
    }
    const retriever = BM25Retriever.fromDocuments(documents, { k: resultsAsked });
    return {
      async search(_arm, { terms }) {
        const found = await retriever.invoke(terms.join(' '));
        return found.map(({ metadata }) => metadata.id);
      },
      close: async () => {},
    };
  },
};
