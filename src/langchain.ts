/**
 * The package's entry `groundwork/retriever`: the notes as a retriever of LangChain. Compiled by
 * `npm run build:lib`; the server and the command line do not use it.
 */
import { readConfig } from './config.ts';
import { createPipeline } from './pipeline.ts';
import { GroundworkRetriever } from './retrieve/langchain-retriever.ts';

export {
  GroundworkRetriever,
  type GroundworkRetrieverFields,
} from './retrieve/langchain-retriever.ts';

export interface OpenRetrieverOptions {
  /** Folder of the documents. */
  readonly corpus: string;
  /** Folder of the index; made when missing. */
  readonly data: string;
  /** Documents a question; 8 unless given. */
  readonly k?: number;
  /** Names of sources, and of folders ending in `/`, to search alone; all unless given. */
  readonly sources?: readonly string[];
  /** What turns text into vectors, as in the configuration; the embedded encoder unless given. */
  readonly embeddings?: 'local' | 'openai' | 'none';
  /** Brings the index up to date first; true unless given. */
  readonly ingest?: boolean;
}

export interface OpenRetriever {
  readonly retriever: GroundworkRetriever;
  /** Lets the index and the encoder go. */
  close(): Promise<void>;
}

/**
 * @throws ConfigError when a folder cannot be used
 * @throws IndexMissingError without an index, where none is made
 */
export async function openRetriever(options: OpenRetrieverOptions): Promise<OpenRetriever> {
  const { corpus, data, k, sources, embeddings = 'local', ingest = true } = options;
  const pipeline = await createPipeline(
    readConfig({ CORPUS_DIR: corpus, DATA_DIR: data, EMBEDDINGS: embeddings }),
  );
  if (ingest) await pipeline.ingest();
  await pipeline.refresh();
  const retriever = new GroundworkRetriever({
    search: (question, count) => pipeline.search(question, count, { sources }),
    ...(k !== undefined && { k }),
  });
  return { retriever, close: () => pipeline.close() };
}
