/** LangChain's vector store in memory, with vectors made beforehand. */
import { type Contender, type OpenContender, resultsAsked } from './contender.ts';
import { importPeer } from './import-peer.ts';

interface PageDocument {
  readonly pageContent: string;
  readonly metadata: { readonly id: number };
}

interface MemoryVectorStore {
  memoryVectors: readonly { readonly metadata: { readonly id: number } }[];
  addVectors(vectors: readonly (readonly number[])[], documents: PageDocument[]): Promise<void>;
  similaritySearchVectorWithScore(
    vector: readonly number[],
    k: number,
  ): Promise<(readonly [PageDocument, number])[]>;
}

interface MemoryModule {
  readonly MemoryVectorStore: new (embeddings: object) => MemoryVectorStore;
}

/** Every addition copies the list of all before it. */
const batchSize = 10_000;

export const langchainMemory: Contender = {
  name: 'LangChain MemoryVectorStore',
  packages: ['@langchain/classic', '@langchain/core'],
  arms: ['dense'],
  async open(data): Promise<OpenContender> {
    const { MemoryVectorStore } = await importPeer<MemoryModule>(
      '@langchain/classic/vectorstores/memory',
    );
    const store = new MemoryVectorStore({});
    for (const batch of data.batches(batchSize)) {
      await store.addVectors(
        batch.map(({ vector }) => Array.from(vector)),
        batch.map(({ id, text }) => ({ pageContent: text, metadata: { id } })),
      );
    }
    // It has no call that deletes; whoever needs one filters the list, which is public.
    const remove = async (id: number): Promise<void> => {
      store.memoryVectors = store.memoryVectors.filter(({ metadata }) => metadata.id !== id);
    };
    return {
      async search(_arm, { values }) {
        const found = await store.similaritySearchVectorWithScore(values, resultsAsked);
        return found.map(([{ metadata }]) => metadata.id);
      },
      async update({ id, text, vector }) {
        await remove(id);
        await store.addVectors([Array.from(vector)], [{ pageContent: text, metadata: { id } }]);
      },
      remove,
      close: async () => {},
    };
  },
};
