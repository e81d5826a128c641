/** Groundwork's retrieval as a LangChain retriever, for use in any LangChain program. */
import { Document } from '@langchain/core/documents';
import { BaseRetriever } from '@langchain/core/retrievers';
import type { Passage } from '../types.ts';

export interface GroundworkRetrieverFields {
  /** Searches the library; `pipeline.search` fits. */
  readonly search: (
    question: string,
    k: number,
  ) => Promise<{ readonly passages: readonly Passage[] }>;
  /** Documents a question; 8 unless given. */
  readonly k?: number;
}

/** Gives passages as documents: text, with uri, span, headings and scores in the metadata. */
export class GroundworkRetriever extends BaseRetriever {
  override lc_namespace = ['groundwork', 'retrievers'];
  readonly #search: GroundworkRetrieverFields['search'];
  readonly #k: number;

  constructor(fields: GroundworkRetrieverFields) {
    super();
    this.#search = fields.search;
    this.#k = fields.k ?? 8;
  }

  override async _getRelevantDocuments(question: string): Promise<Document[]> {
    const { passages } = await this.#search(question, this.#k);
    return passages.map(
      ({ text, chunkId, ...metadata }) =>
        new Document({ pageContent: text, id: chunkId, metadata }),
    );
  }
}
