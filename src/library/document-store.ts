/**
 * Where an ingestion keeps documents and vectors: the contract of the two libraries' writing sides,
 * `local-store.ts` and `weaviate/weaviate-store.ts`.
 */
import type { Chunk, Document } from '../types.ts';
import type { EncoderIdentity, KeyedVector } from './contract.ts';
import type { DocumentVectors } from './generation-writer.ts';

/** What is kept of a document, as an ingestion compares it with its file. */
export interface KeptDocument extends Pick<Document, 'uri' | 'contentHash' | 'metadata'> {
  /** Size of its text as UTF-8. */
  readonly bytes: number;
  readonly original?: Document['original'];
  /** Goes with this installation's data folder, and with no other's. */
  readonly isOwn: boolean;
  /** The whole document. */
  read(): Promise<Document>;
}

export interface LibraryCounts {
  readonly documents: number;
  readonly chunks: number;
}

/** How one run writes. */
export interface WritingOptions {
  /** Null writes words alone. */
  readonly encoder: EncoderIdentity | null;
  /** Takes no vector from what is kept, and writes every document anew. */
  readonly rebuild: boolean;
  /** The same documents will be written again, with vectors. */
  readonly vectorsPending: boolean;
}

/** One look at what is kept, for one run of the only writer of its share. */
export interface DocumentStore {
  /** In no certain order. */
  readonly kept: readonly KeptDocument[];
  /** Names the state that is searched; null where there is none. */
  readonly generation: string | null;
  readonly counts: LibraryCounts;
  /**
   * Documents are seen only when the run has ended, all at once. Otherwise each is seen when `add` has
   * returned.
   */
  readonly showsAtEnd: boolean;
  /** Documents that may be added at a time. */
  readonly writesAtOnce: number;
  /** Whether what is kept is sound, and was made as this encoder and this version would make it. */
  isCurrent(encoder: EncoderIdentity | null): boolean;
  /** Clears what runs left that were killed. For a run that finds nothing to write. */
  sweep(encoder: EncoderIdentity | null): Promise<void>;
  begin(options: WritingOptions): Promise<DocumentWriter>;
  /** Lets files and connections go. */
  close(): void;
}

/** Vectors that are kept, by key. */
export interface VectorLookup {
  get(key: string): Float32Array | undefined;
  close(): void;
}

export interface DocumentWriter {
  /** Vectors that are kept under any of the keys, and perhaps others. */
  known(keys: readonly string[]): Promise<ReadonlyMap<string, Float32Array>>;
  /** Vectors as they are made; whoever keeps nothing before `add` notes them for a run that is killed. */
  note(made: readonly KeyedVector[]): void;
  /** What is kept of the document where it stands as it would be written; undefined where it does not. */
  standing(uri: string, isNew: boolean): StandingDocument | undefined;
  /** Takes over a document that stands; it comes in its turn, as those that are added. */
  keep(uri: string): Promise<void>;
  /**
   * Documents come by uri, each once.
   *
   * @param vectors null when the run writes none
   * @throws UpstreamError when there is not one vector of the encoder's length a chunk
   */
  add(document: Document, chunks: readonly Chunk[], vectors: DocumentVectors | null): Promise<void>;
  /** Makes the run's documents all that is kept, but for those that are to stay. */
  finish(removed: readonly string[]): Promise<FinishedWriting>;
  /** Gives up: what was not finished is not seen, or only as whole documents. Never throws. */
  abandon(): void;
}

export interface StandingDocument {
  readonly chunks: number;
  /** Of its chunks and of texts that lead to them. */
  readonly vectors: number;
}

export interface FinishedWriting {
  readonly generation: string;
  /** Of the whole library, where the run wrote a share of it. */
  readonly counts?: LibraryCounts;
}
