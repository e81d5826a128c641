/** What is known: the library of documents with its search structures, read and written whole. */
import type { Scored } from '../index/contract.ts';
import type { Document, MediaType } from '../types.ts';

export interface EncoderIdentity {
  readonly fingerprint: string;
  readonly dimensions: number;
}

/** A chunk's vector and the key that it is reused under. */
export interface KeyedVector {
  /** sha256 of encoder fingerprint and embedded text, in hexadecimal. */
  readonly key: string;
  readonly vector: Float32Array;
}

export interface DocumentSummary {
  readonly id: string;
  readonly uri: string;
  readonly mediaType: MediaType;
  readonly title: string;
  readonly contentHash: string;
  /** Size of the text in UTF-16 units. */
  readonly chars: number;
  readonly chunks: number;
  /** Of its original; 0 where that has none. */
  readonly pages: number;
  /** `topic` of the front matter, where it is a text. */
  readonly topic: string | null;
  /** `updated` of the front matter as YYYY-MM-DD, where it begins with such a date. */
  readonly updated: string | null;
}

/** A chunk as stored, without its text. Offsets are into its document's text. */
export interface ChunkRecord {
  readonly ordinal: number;
  readonly chunkId: string;
  readonly document: DocumentSummary;
  readonly start: number;
  readonly end: number;
  readonly text: string;
  readonly headingPath: readonly string[];
  /** Span of the whole section, headings included. */
  readonly section: { readonly start: number; readonly end: number };
  readonly headingLength: number;
}

/** Where a chunk stands in its document. */
export type ChunkPlace = Pick<ChunkRecord, 'chunkId' | 'start' | 'end' | 'headingPath'>;

/** How a chunk stands to a query. */
export interface ChunkFit {
  readonly ordinal: number;
  /**
   * Cosine to the query's vector, or that of a pointer to the chunk, less a discount, where it is
   * more; undefined without vectors.
   */
  readonly cosine: number | undefined;
  /** Share of the query's idf in the chunk, its headings and keys: 0 to 1. */
  readonly coverage: number;
  /** Its section gathers short statements on many matters. */
  readonly gathering: boolean;
}

export interface TermStatistics {
  readonly term: string;
  /** Above 0; greatest for a term that no chunk holds. */
  readonly idf: number;
  readonly documentFrequency: number;
}

/**
 * One state of the library, unchanging: whoever holds it sees the same documents until it lets go,
 * whatever is written meanwhile. Methods may reach across a network, so all are asynchronous.
 */
export interface LibraryReader {
  /** Names the state. */
  readonly generation: string;
  /** When the state was written, ISO 8601 in UTC. */
  readonly writtenAt: string;
  /** Which encoder made the vectors; null when there are none. */
  readonly encoder: EncoderIdentity | null;
  /** Vectors of the same documents are being made. */
  readonly vectorsPending: boolean;
  readonly vectorIndex: 'flat' | 'graph' | null;
  readonly counts: { readonly documents: number; readonly chunks: number };
  /** What its searches lack at the moment, for the reader of an answer. */
  readonly notice?: string | undefined;
  /** By uri. */
  documents(): Promise<readonly DocumentSummary[]>;
  document(id: string): Promise<Document | undefined>;
  /** The document's chunks as they stand in it; `[]` for a document that is not there. */
  chunksOf(documentId: string): Promise<readonly ChunkPlace[]>;
  /**
   * The best `k` by BM25: falling score, ties by ordinal. A chunk scores the same within some documents
   * as within all.
   *
   * @param within ids of the documents that alone are searched; those that are not there are passed over
   */
  searchLexical(
    terms: readonly string[],
    k: number,
    within?: ReadonlySet<string>,
  ): Promise<Scored[]>;
  /** The best `k` by that cosine, likewise; `[]` without vectors. */
  searchDense(vector: Float32Array, k: number, within?: ReadonlySet<string>): Promise<Scored[]>;
  /** How each of the chunks fits the query, in the order of `ordinals`. */
  fits(
    ordinals: readonly number[],
    query: { readonly terms: readonly string[]; readonly vector: Float32Array | undefined },
  ): Promise<ChunkFit[]>;
  /** For each of the chunks the cosines to its long items (`longItemsOf`), in their order. */
  itemCosines(ordinals: readonly number[], vector: Float32Array): Promise<(readonly number[])[]>;
  /** The chunks in the order of `ordinals`. */
  chunks(ordinals: readonly number[]): Promise<ChunkRecord[]>;
  termStatistics(terms: readonly string[]): Promise<TermStatistics[]>;
  /** The word of the library that this one may be a misspelling of: itself where it is one of them. */
  nearestWord(word: string): Promise<string | undefined>;
}

/** The library as a server holds it: follows what ingestions write. */
export interface Library {
  /** What is wrong where an older state answers than should; undefined when all is well. */
  readonly notice: string | undefined;
  readonly isOpen: boolean;
  /**
   * Runs `work` over the state that is open.
   *
   * @throws IndexMissingError when nothing is open
   */
  use<Result>(work: (reader: LibraryReader) => Promise<Result>): Promise<Result>;
  /**
   * Opens the newest state, if it is not open already.
   *
   * @returns true when another state is open than before
   * @throws when none can be opened and none was open
   */
  refresh(): boolean | Promise<boolean>;
  close(): void | Promise<void>;
}
