/** Writes one generation: files into a draft folder, then the steps that make it the current one. */
import { createHash, randomBytes } from 'node:crypto';
import { basename, join } from 'node:path';
import type { Pointer } from '../chunk/pointers.ts';
import { ConfigError, UpstreamError } from '../errors.ts';
import { Bm25Builder } from '../index/bm25.ts';
import { atOnce, type Steps, stretches } from '../steps.ts';
import type { Chunk, Document } from '../types.ts';
import { chunkTerms, chunkWords, countedWith, type FieldWeights } from './chunk-terms.ts';
import { type Column, type Columns, encodeColumns } from './columns.ts';
import type { EncoderIdentity, KeyedVector } from './contract.ts';
import { documentRow } from './document-row.ts';
import type { FileSystem, WritableFile } from './file-system.ts';
import { GrowingColumn } from './growing-column.ts';
import { encodeManifest, FORMAT_VERSION, generationFiles, type Manifest } from './manifest.ts';
import type { StandingDocuments, StandingPlace } from './standing-documents.ts';
import { currentFile, generationsFolder, nextGeneration } from './store-layout.ts';
import { quietly, sweepGenerations } from './sweep-leftovers.ts';
import { hasUnitLength } from './vector-keys.ts';

export interface GenerationWriterOptions {
  readonly fileSystem: FileSystem;
  readonly folder: string;
  readonly chunker: string;
  readonly encoder: EncoderIdentity | null;
  readonly weights: FieldWeights;
  readonly now: () => Date;
  /** The newest generation that can be opened: it stays as the one to fall back to. */
  readonly previous?: string | undefined;
  /** The newest generation with vectors, where this one has none: they are not to be made again. */
  readonly withVectors?: string | undefined;
  /** Another generation of the same documents, with vectors, is being made. */
  readonly vectorsPending?: boolean;
  readonly randomHex?: () => string;
  /** Another number than this version's own is for tests of what older and newer stores meet. */
  readonly formatVersion?: number;
}

/** Takes about 4 ms to hash and to write. */
const sliceBytes = 1_000_000;

/** The vectors of one document. */
export interface DocumentVectors {
  /** One a chunk, in order. */
  readonly chunks: readonly KeyedVector[];
  /** In the order of `pointersOf`. */
  readonly pointers: readonly (KeyedVector & { readonly pointer: Pointer })[];
}

/**
 * Documents enter whole, in the order of the calls. Nothing is visible to readers before `commit`
 * returns; a writer that is dropped leaves a draft that the next commit sweeps away.
 */
export class GenerationWriter {
  readonly generation: string;
  readonly #options: GenerationWriterOptions;
  readonly #draft: string;
  readonly #files = new Map<string, ChecksummedFile>();
  readonly #bm25 = new Bm25Builder();
  readonly #columns = {
    document: new GrowingColumn(Uint32Array),
    start: new GrowingColumn(Uint32Array),
    end: new GrowingColumn(Uint32Array),
    section: new GrowingColumn(Uint32Array),
    headingLength: new GrowingColumn(Uint32Array),
    id: new GrowingColumn(Uint8Array),
  };
  readonly #pointers = {
    firstChunk: new GrowingColumn(Uint32Array),
    endChunk: new GrowingColumn(Uint32Array),
    item: new GrowingColumn(Uint8Array),
  };
  readonly #vectors = {
    keys: new GrowingColumn(Uint8Array),
    values: new GrowingColumn(Float32Array),
    questionKeys: new GrowingColumn(Uint8Array),
    questionValues: new GrowingColumn(Float32Array),
  };
  #documents = 0;
  #chunks = 0;
  #textOffset = 0;
  /** Documents that were added as they stand, and from where. */
  #taken:
    | {
        readonly from: StandingDocuments;
        readonly take: (chunk: number) => void;
        readonly uris: Set<string>;
      }
    | undefined;

  constructor(options: GenerationWriterOptions) {
    this.#options = options;
    const { fileSystem, folder } = options;
    fileSystem.makeFolder(generationsFolder(folder));
    // Else a loss of power could keep the pointer and not the folder that it points into.
    fileSystem.syncFolder(folder);
    // The lock is ours: what is still a draft was left by a run that was killed.
    const names = fileSystem.list(generationsFolder(folder));
    for (const name of names) {
      if (name.startsWith('.draft-')) fileSystem.remove(join(generationsFolder(folder), name));
    }
    const hex = (options.randomHex ?? (() => randomBytes(4).toString('hex')))();
    this.generation = nextGeneration(names, hex);
    this.#draft = join(generationsFolder(folder), `.draft-${this.generation}`);
    fileSystem.makeFolder(this.#draft);
    this.#open(generationFiles.documents);
    this.#open(generationFiles.texts);
  }

  /**
   * @param vectors null when this generation has none
   * @throws UpstreamError when there is not one vector of the encoder's length a chunk
   */
  addDocument(document: Document, chunks: readonly Chunk[], vectors: DocumentVectors | null): void {
    checkVectors(document, chunks, vectors, this.#options.encoder);
    const text = new TextEncoder().encode(document.text);
    this.#writeText(document, document.text.length, text, chunks.length);
    for (const chunk of chunks) {
      const { weights } = this.#options;
      this.#bm25.add(chunkTerms(document, chunk, weights), chunkWords(document, chunk, weights));
      this.#columns.document.push([this.#documents]);
      this.#columns.start.push([chunk.start]);
      this.#columns.end.push([chunk.end]);
      this.#columns.section.push([chunk.sectionOrdinal]);
      this.#columns.headingLength.push([chunk.headingLength]);
      this.#columns.id.push(Buffer.from(chunk.id, 'hex'));
    }
    for (const { key, vector } of vectors?.chunks ?? []) {
      this.#vectors.keys.push(Buffer.from(key, 'hex'));
      this.#vectors.values.push(vector);
    }
    for (const { pointer, key, vector } of vectors?.pointers ?? []) {
      this.#pointers.firstChunk.push([this.#chunks + pointer.firstChunk]);
      this.#pointers.endChunk.push([this.#chunks + pointer.endChunk]);
      this.#pointers.item.push([Number(pointer.item)]);
      this.#vectors.questionKeys.push(Buffer.from(key, 'hex'));
      this.#vectors.questionValues.push(vector);
    }
    this.#documents += 1;
    this.#chunks += chunks.length;
  }

  /** Adds a document of the generation before, as it stands there. */
  *addStanding(standing: StandingDocuments, place: StandingPlace): Steps<void> {
    const { row, chunks, pointers } = place;
    this.#writeText(row, row.chars, standing.text(row), row.chunks);
    const take = yield* this.#takerFrom(standing);
    for (let chunk = chunks.start; chunk < chunks.end; chunk += 1) take(chunk);
    const columns = standing.chunkColumns(chunks);
    this.#columns.document.push(new Uint32Array(row.chunks).fill(this.#documents));
    this.#columns.start.push(columns.start);
    this.#columns.end.push(columns.end);
    this.#columns.section.push(columns.section);
    this.#columns.headingLength.push(columns.headingLength);
    this.#columns.id.push(columns.id);
    if (this.#options.encoder !== null) {
      const own = standing.vectors('chunks', chunks);
      this.#vectors.keys.push(own.keys);
      this.#vectors.values.push(own.values);
      const leading = standing.vectors('pointers', pointers);
      this.#vectors.questionKeys.push(leading.keys);
      this.#vectors.questionValues.push(leading.values);
      const { firstChunk, endChunk, item } = standing.pointerColumns(pointers);
      const moved = (chunk: number) => chunk - chunks.start + this.#chunks;
      this.#pointers.firstChunk.push(firstChunk.map(moved));
      this.#pointers.endChunk.push(endChunk.map(moved));
      this.#pointers.item.push(item);
    }
    this.#documents += 1;
    this.#chunks += row.chunks;
    this.#taken?.uris.add(row.uri);
  }

  /**
   * Makes the generation the current one, then removes all but it and the one before it.
   *
   * Order of the steps: files and their folder are synced before the folder gets its name, the name
   * before the pointer, the pointer before anything older goes (docs/decisions/0007-store.md).
   */
  commit(): Manifest {
    return atOnce(this.commitSteps());
  }

  /** {@link commit} in steps. The last, which makes it current, is one. */
  *commitSteps(): Steps<Manifest> {
    const { fileSystem, folder } = this.#options;
    yield* this.#writeColumns(generationFiles.chunks, finished(this.#columns));
    if (this.#options.encoder !== null) {
      yield* this.#writeColumns(generationFiles.vectors, finished(this.#vectors));
      yield* this.#writeColumns(generationFiles.pointers, finished(this.#pointers));
    }
    yield* this.#writeTerms();
    const files: Manifest['files'] = {};
    for (const [name, file] of this.#files) {
      files[name] = file.finish();
      yield;
    }
    const manifest: Manifest = {
      formatVersion: this.#options.formatVersion ?? FORMAT_VERSION,
      generation: this.generation,
      createdAt: this.#options.now().toISOString(),
      chunker: this.#options.chunker,
      encoder: this.#options.encoder,
      counts: { documents: this.#documents, chunks: this.#chunks },
      vectorsPending: this.#options.vectorsPending ?? false,
      files,
    };
    writeWhole(fileSystem, join(this.#draft, 'manifest.json'), encodeManifest(manifest));
    fileSystem.syncFolder(this.#draft);
    fileSystem.rename(this.#draft, join(generationsFolder(folder), this.generation));
    fileSystem.syncFolder(generationsFolder(folder));
    const { previous, withVectors } = this.#options;
    pointTo(fileSystem, folder, this.generation, [previous, withVectors]);
    return manifest;
  }

  /** Gives up: closes and removes the draft. Never throws: what it leaves, the next writer sweeps. */
  abandon(): void {
    for (const file of this.#files.values()) quietly(() => file.abandon());
    quietly(() => this.#options.fileSystem.remove(this.#draft));
  }

  #open(name: string): ChecksummedFile {
    const file = new ChecksummedFile(
      this.#options.fileSystem.createFile(join(this.#draft, name)),
      name,
    );
    this.#files.set(name, file);
    return file;
  }

  #file(name: string): ChecksummedFile {
    return this.#files.get(name)!;
  }

  *#writeColumns(name: string, columns: Columns): Steps<void> {
    const file = this.#open(name);
    for (const part of encodeColumns(columns)) {
      for (const [start, end] of stretches(part.length, sliceBytes)) {
        file.write(part.subarray(start, end));
        yield;
      }
    }
  }

  #writeText(
    document: Omit<Document, 'text'>,
    chars: number,
    text: Uint8Array,
    chunks: number,
  ): void {
    const place = { chars, textOffset: this.#textOffset, textBytes: text.length, chunks };
    const line = `${JSON.stringify(documentRow(document, place))}\n`;
    this.#file(generationFiles.documents).write(new TextEncoder().encode(line));
    this.#file(generationFiles.texts).write(text);
    this.#textOffset += text.length;
  }

  *#takerFrom(standing: StandingDocuments): Steps<(chunk: number) => void> {
    if (this.#taken === undefined) {
      const take = this.#bm25.takeFrom(yield* standing.terms());
      this.#taken = { from: standing, take, uris: new Set() };
    }
    return this.#taken.take;
  }

  /** The words of those that were taken: theirs, or of all that stand there less those of the others. */
  *#countTakenWords(): Steps<void> {
    if (this.#taken === undefined) return;
    const { from, uris } = this.#taken;
    const places = [...from.places()];
    const taken = places.filter(({ row }) => uris.has(row.uri));
    const isMost = taken.length > places.length / 2;
    if (isMost) this.#bm25.countWordsOf(from.words());
    for (const place of isMost ? places.filter(({ row }) => !uris.has(row.uri)) : taken) {
      for (const words of from.wordsOf(place)) {
        this.#bm25.countWords(words, isMost ? -1 : 1);
        yield;
      }
    }
  }

  *#writeTerms(): Steps<void> {
    yield* this.#countTakenWords();
    const finished = yield* this.#bm25.finishSteps();
    const { terms, words, wordFrequencies, offsets, ordinals, counts, scores } = finished;
    const text = (lines: readonly string[]) => new TextEncoder().encode(lines.join('\n'));
    yield* this.#writeColumns(generationFiles.terms, {
      terms: text(terms),
      words: text(words),
      wordFrequencies,
      offsets,
      ordinals,
      scores,
    });
    yield* this.#writeColumns(generationFiles.counts, {
      counts,
      made: countedWith(this.#options.weights),
    });
  }
}

/**
 * @param vectors null where the document has none
 * @throws UpstreamError when there is not one vector of the encoder's length a chunk
 */
export function checkVectors(
  document: Pick<Document, 'uri'>,
  chunks: readonly Chunk[],
  vectors: DocumentVectors | null,
  encoder: EncoderIdentity | null,
): void {
  const all = [...(vectors?.chunks ?? []), ...(vectors?.pointers ?? [])];
  const bad = all.find(({ vector }) => vector.length !== encoder?.dimensions);
  // A reader would refuse the whole generation for one such vector.
  if (!bad && !all.every(({ vector }) => hasUnitLength(vector))) {
    throw new UpstreamError(
      `Encoder "${encoder?.fingerprint ?? ''}" gave a vector for "${document.uri}" that does not have unit length; check the encoder and run npm run ingest -- --rebuild.`,
    );
  }
  if ((vectors?.chunks.length ?? 0) === (encoder === null ? 0 : chunks.length) && !bad) return;
  throw new UpstreamError(
    `Document "${document.uri}" has ${chunks.length} chunks, and its encoder gave ${vectors?.chunks.length ?? 0} vectors${bad ? ` of ${bad.vector.length} numbers instead of ${encoder?.dimensions ?? 0}` : ''}; run npm run ingest -- --rebuild.`,
  );
}

/** Points to another generation that is there whole, and keeps those that are given. */
export function repoint(
  fileSystem: FileSystem,
  folder: string,
  generation: string,
  keep: readonly (string | undefined)[],
): void {
  pointTo(fileSystem, folder, generation, [generation, ...keep]);
}

/** Replaces the pointer file, and only then sweeps what nobody needs. */
function pointTo(
  fileSystem: FileSystem,
  folder: string,
  generation: string,
  [previous, ...others]: readonly (string | undefined)[],
): void {
  const pointer = currentFile(folder);
  const draft = `${pointer}.draft`;
  const before = previous ?? currentName(fileSystem, folder);
  fileSystem.remove(draft);
  writeWhole(fileSystem, draft, `${generation}\n`);
  fileSystem.rename(draft, pointer);
  fileSystem.syncFolder(folder);
  sweepGenerations(fileSystem, folder, new Set([generation, before, ...others]));
}

/** Reads the pointer, if there is one; a pointer that cannot be read ends the commit. */
function currentName(fileSystem: FileSystem, folder: string): string | undefined {
  const pointer = currentFile(folder);
  if (!fileSystem.list(folder).includes(basename(pointer))) return undefined;
  return new TextDecoder().decode(fileSystem.readFile(pointer)).trim();
}

function writeWhole(fileSystem: FileSystem, path: string, text: string): void {
  const bytes = new TextEncoder().encode(text);
  const file = fileSystem.createFile(path);
  try {
    file.write(bytes);
    file.sync();
    if (file.size() !== bytes.length) throw fewerBytes(basename(path), file.size(), bytes.length);
  } finally {
    file.close();
  }
}

function fewerBytes(name: string, holds: number, written: number): Error {
  return new ConfigError(
    `Index file "${name}" holds ${holds} bytes after writing ${written}; the disk may be full. The previous index is untouched.`,
  );
}

function finished(columns: Readonly<Record<string, { finish(): Column }>>): Columns {
  return Object.fromEntries(
    Object.entries(columns).map(([name, column]) => [name, column.finish()] as const),
  );
}

/** Hashes and counts what is meant to be written, and compares with what the file then holds. */
class ChecksummedFile {
  readonly #file: WritableFile;
  readonly #name: string;
  readonly #hash = createHash('sha256');
  #bytes = 0;
  #closed = false;

  constructor(file: WritableFile, name: string) {
    this.#file = file;
    this.#name = name;
  }

  write(bytes: Uint8Array): void {
    this.#hash.update(bytes);
    this.#bytes += bytes.length;
    this.#file.write(bytes);
  }

  finish(): { bytes: number; sha256: string } {
    this.#file.sync();
    const size = this.#file.size();
    this.abandon();
    if (size !== this.#bytes) {
      throw fewerBytes(this.#name, size, this.#bytes);
    }
    return { bytes: this.#bytes, sha256: this.#hash.digest('hex') };
  }

  abandon(): void {
    if (!this.#closed) this.#file.close();
    this.#closed = true;
  }
}
