/** Citations -> which of their documents are not as they were when they were quoted. */
import type { Pipeline } from '../pipeline-contract.ts';

/** What was quoted, and the hash of its text at that time. */
export interface QuotedSource {
  readonly documentId: string;
  readonly contentHash: string;
}

/** Ids of the documents that have changed or are gone, each once, in the order of the citations. */
export type ChangedSources = (citations: readonly QuotedSource[]) => string[];

/** Looks at the library as it is now; without an index nothing is known to have changed. */
export type FindChangedSources = () => Promise<ChangedSources>;

export function createChangedSources(
  pipeline: Pick<Pipeline, 'documents' | 'isReady'>,
): FindChangedSources {
  return async () => {
    if (!pipeline.isReady()) return () => [];
    const documents = await pipeline.documents();
    const hashes = new Map(documents.map(({ id, contentHash }) => [id, contentHash]));
    return (citations) => {
      const changed = citations.filter(
        ({ documentId, contentHash }) => hashes.get(documentId) !== contentHash,
      );
      return [...new Set(changed.map(({ documentId }) => documentId))];
    };
  };
}
