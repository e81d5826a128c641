/** Documents of a generation that go into the next one as they stand: nothing of them is worked out again. */
import { keyBytes } from '../index/graph/stored-rows.ts';
import { type TermsByChunk, termsByChunk } from '../index/terms-by-chunk.ts';
import type { Steps } from '../steps.ts';
import { chunkWords, countedWith, type FieldWeights } from './chunk-terms.ts';
import { columnOf, decodeColumns, linesOf } from './columns.ts';
import type { EncoderIdentity } from './contract.ts';
import type { DocumentRow } from './document-row.ts';
import type { ReadableFile } from './file-system.ts';
import { FORMAT_VERSION, generationFiles } from './manifest.ts';
import type { StoredGeneration, StoredPlaces } from './stored-generation.ts';

/** A half-open range of rows. */
interface Range {
  readonly start: number;
  readonly end: number;
}

/** Where a document's rows are. */
export interface StandingPlace {
  readonly row: DocumentRow;
  readonly chunks: Range;
  /** Texts that lead to its chunks; empty where there are no vectors. */
  readonly pointers: Range;
}

/** Rows of `vectors.bin` as bytes. */
export interface VectorRows {
  readonly keys: Uint8Array;
  readonly values: Float32Array;
}

/** What the next generation has to share. */
export interface StandingTerms {
  readonly chunker: string;
  readonly encoder: EncoderIdentity | null;
  readonly weights: FieldWeights;
}

/**
 * Undefined where the next generation would be made otherwise, or an earlier Groundwork has not kept what
 * the words' scores were made of.
 *
 * @param stored all of its files are sound
 */
export function* standingDocuments(
  stored: StoredGeneration,
  { chunker, encoder, weights }: StandingTerms,
): Steps<StandingDocuments | undefined> {
  const { manifest } = stored;
  const isAlike =
    manifest.formatVersion === FORMAT_VERSION &&
    manifest.chunker === chunker &&
    (encoder === null || manifest.encoder?.fingerprint === encoder.fingerprint) &&
    manifest.files[generationFiles.counts] !== undefined;
  if (!isAlike) return undefined;
  const vectors = yield* stored.vectorRowsSteps();
  const documents = new StandingDocuments(stored, weights, vectors);
  return documents.areCounted(weights) ? documents : undefined;
}

export class StandingDocuments {
  readonly #stored: StoredGeneration;
  readonly #weights: FieldWeights;
  readonly #places = new Map<string, StandingPlace>();
  readonly #chunks;
  readonly #pointers;
  readonly #counts;
  readonly #vectors: StoredPlaces | undefined;
  #vectorFile: ReadableFile | undefined;

  constructor(stored: StoredGeneration, weights: FieldWeights, vectors: StoredPlaces | undefined) {
    this.#stored = stored;
    this.#weights = weights;
    this.#chunks = columnsIn(stored, generationFiles.chunks);
    this.#counts = columnsIn(stored, generationFiles.counts);
    const hasVectors = stored.manifest.encoder !== null;
    this.#pointers = hasVectors ? columnsIn(stored, generationFiles.pointers) : undefined;
    this.#vectors = vectors;
    const firstChunks = this.#pointers?.u32('firstChunk') ?? new Uint32Array(0);
    let chunk = 0;
    let pointer = 0;
    for (const row of stored.rows) {
      const chunks = { start: chunk, end: chunk + row.chunks };
      const start = pointer;
      // Both stand in the order of their documents.
      while (pointer < firstChunks.length && firstChunks[pointer]! < chunks.end) pointer += 1;
      this.#places.set(row.uri, { row, chunks, pointers: { start, end: pointer } });
      chunk = chunks.end;
    }
  }

  /** Whether its words were counted as they would be now. */
  areCounted(weights: FieldWeights): boolean {
    const made = this.#counts.f32('made');
    return countedWith(weights).every((value, at) => value === made[at]);
  }

  place(uri: string): StandingPlace | undefined {
    return this.#places.get(uri);
  }

  /** All documents, in order. */
  places(): Iterable<StandingPlace> {
    return this.#places.values();
  }

  text(row: DocumentRow): Uint8Array {
    return this.#stored.textOf(row);
  }

  chunkColumns({ start, end }: Range) {
    const part = (name: string): Uint32Array => this.#chunks.u32(name).subarray(start, end);
    return {
      start: part('start'),
      end: part('end'),
      section: part('section'),
      headingLength: part('headingLength'),
      id: this.#chunks.u8('id').subarray(start * 32, end * 32),
    };
  }

  pointerColumns({ start, end }: Range) {
    const columns = this.#pointers;
    return {
      firstChunk: columns?.u32('firstChunk').subarray(start, end) ?? new Uint32Array(0),
      endChunk: columns?.u32('endChunk').subarray(start, end) ?? new Uint32Array(0),
      item: columns?.u8('item').subarray(start, end) ?? new Uint8Array(0),
    };
  }

  vectors(table: 'chunks' | 'pointers', { start, end }: Range): VectorRows {
    const rows = this.#vectors?.[table];
    if (rows === undefined || start === end) {
      return { keys: new Uint8Array(0), values: new Float32Array(0) };
    }
    this.#vectorFile ??= this.#stored.files.open(generationFiles.vectors);
    const file = this.#vectorFile;
    const read = (at: number, bytesOfRow: number): Uint8Array =>
      file.read(at + start * bytesOfRow, (end - start) * bytesOfRow);
    const values = read(rows.valuesAt, rows.dimensions * 4);
    return {
      keys: read(rows.keysAt, keyBytes),
      values: new Float32Array(values.slice().buffer),
    };
  }

  terms(): Steps<TermsByChunk> {
    const columns = this.#termColumns();
    return termsByChunk({
      size: this.#stored.manifest.counts.chunks,
      terms: linesOf(columns.u8('terms')),
      offsets: columns.u32('offsets'),
      ordinals: columns.u32('ordinals'),
      counts: this.#counts.f32('counts'),
    });
  }

  /** Distinct words with the number of chunks that each stands in. */
  words() {
    const columns = this.#termColumns();
    return {
      words: linesOf(columns.u8('words')),
      wordFrequencies: columns.u32('wordFrequencies'),
    };
  }

  /** The words of each of the document's chunks, as they were counted. */
  *wordsOf({ row, chunks }: StandingPlace): Generator<string[]> {
    const document = this.#stored.document(row);
    const { start, end, section, headingLength } = this.chunkColumns(chunks);
    for (let at = 0; at < start.length; at += 1) {
      const chunk = {
        text: document.text.slice(start[at], end[at]),
        sectionOrdinal: section[at]!,
        headingLength: headingLength[at]!,
      };
      yield chunkWords(document, chunk, this.#weights);
    }
  }

  close(): void {
    this.#vectorFile?.close();
    this.#vectorFile = undefined;
  }

  #termColumns() {
    return columnsIn(this.#stored, generationFiles.terms);
  }
}

function columnsIn(stored: StoredGeneration, file: string) {
  const columns = decodeColumns(stored.files.read(file), file);
  return {
    u8: (name: string) => columnOf(columns, name, 'u8', file),
    u32: (name: string) => columnOf(columns, name, 'u32', file),
    f32: (name: string) => columnOf(columns, name, 'f32', file),
  };
}
