/**
 * Corpus folder -> new generation. Files are loaded and cut in order; chunks whose vector is known
 * (from the index or from beside the corpus) are not encoded again. Nothing is visible before the
 * last step, so a run that ends early leaves the previous index answering.
 */
import { mkdirSync } from 'node:fs';
import { chunkDocument, chunkerFingerprint } from '../chunk/chunk-document.ts';
import { embeddedText } from '../chunk/embedded-text.ts';
import { type Pointer, pointersOf } from '../chunk/pointers.ts';
import type { Embedder } from '../embed/contract.ts';
import { ConfigError } from '../errors.ts';
import type { FieldWeights } from '../library/chunk-terms.ts';
import type { KeyedVector } from '../library/contract.ts';
import type { FileSystem } from '../library/file-system.ts';
import { type DocumentVectors, GenerationWriter } from '../library/generation-writer.ts';
import { FORMAT_VERSION } from '../library/manifest.ts';
import { type BasisGeneration, openBasis } from '../library/open-basis.ts';
import type { StoredGeneration } from '../library/stored-generation.ts';
import { readVectorFile } from '../library/vector-file.ts';
import { unitVectorsOnly, vectorKey } from '../library/vector-keys.ts';
import { lockWriter } from '../library/writer-lock.ts';
import { type CorpusWalk, walkCorpus } from '../load/walk-corpus.ts';
import type { Chunk, ParsedDocument } from '../types.ts';
import { type IngestPlan, type PlannedDocument, planIngest, reasonOf } from './plan-ingest.ts';

export interface IngestOptions {
  readonly corpusFolder: string;
  readonly dataFolder: string;
  readonly fileSystem: FileSystem;
  /** Null indexes words only. */
  readonly embedder: Embedder | null;
  readonly weights: FieldWeights;
  /** Drops documents whose file has gone. */
  readonly prune: boolean;
  /** Allows dropping more than half of the library. */
  readonly confirmPrune: boolean;
  /** Writes a new generation even when nothing changed, and takes no vector from the index. */
  readonly rebuild: boolean;
  /** Says what would happen and writes nothing. */
  readonly dryRun: boolean;
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: IngestProgress) => void;
  readonly now?: () => Date;
}

export interface IngestProgress {
  readonly files: number;
  readonly filesDone: number;
  readonly bytes: number;
  readonly bytesDone: number;
  readonly embedded: number;
}

export interface IngestReport {
  /** The current generation after the run; null after a dry run over an empty library. */
  readonly generation: string | null;
  readonly changed: boolean;
  readonly documents: number;
  readonly chunks: number;
  readonly added: number;
  readonly updated: number;
  readonly removed: number;
  /** Texts encoded in this run: chunks, and texts that lead to them. */
  readonly embedded: number;
  readonly reusedVectors: number;
  /** Files that could not be ingested, with the cause; an earlier version of them is kept. */
  readonly setAside: readonly { readonly uri: string; readonly reason: string }[];
  readonly skipped: CorpusWalk['skipped'];
}

/** Chunks encoded ahead of the document that is written next; enough to keep the encoder busy. */
const chunksAhead = 96;

/**
 * @throws ConfigError when the corpus is missing or empty, pruning would drop most of the library, or
 *   the data folder cannot be written
 * @throws LockedError when another process is writing
 * @throws UpstreamError when the encoder fails; the previous index stays
 */
export async function ingestCorpus(options: IngestOptions): Promise<IngestReport> {
  const walk = walkCorpus(options.corpusFolder);
  if (options.dryRun) return runIngest(options, walk);
  try {
    mkdirSync(options.dataFolder, { recursive: true });
    const unlock = lockWriter(options.dataFolder, options.now);
    try {
      return await runIngest(options, walk);
    } finally {
      unlock();
    }
  } catch (error) {
    throw fromDisk(error, options.dataFolder);
  }
}

/** What the operating system refused becomes an error with a remedy; other errors stay. */
function fromDisk(error: unknown, folder: string): unknown {
  if (!(error instanceof Error) || !('syscall' in error) || !('code' in error)) return error;
  return new ConfigError(
    `Data folder "${folder}" cannot be written (${String(error.code)}); check its permissions and the free space, or set DATA_DIR to another folder. The previous index is untouched.`,
    { cause: error },
  );
}

async function runIngest(options: IngestOptions, walk: CorpusWalk): Promise<IngestReport> {
  const previous = openBasis(options.fileSystem, options.dataFolder);
  try {
    const plan = await planIngest(options, walk, previous?.stored);
    const upToDate = !plan.changed && !options.rebuild && isCurrent(options, previous);
    if (upToDate || options.dryRun) {
      const { counts } = previous?.stored.manifest ?? { counts: { documents: 0, chunks: 0 } };
      return {
        ...plan.report,
        ...(options.dryRun ? { documents: plan.documents.length, chunks: counts.chunks } : counts),
        generation: previous?.stored.manifest.generation ?? null,
        changed: !upToDate,
        embedded: 0,
        reusedVectors: 0,
      };
    }
    return await writeGeneration(options, previous, plan);
  } finally {
    previous?.stored.close();
  }
}

/**
 * Whether the index is sound and was made by the same chunker, format and encoder. A run without an
 * encoder keeps vectors that are there: the next one with it would only have to make them again.
 */
function isCurrent({ embedder }: IngestOptions, previous: BasisGeneration | undefined): boolean {
  if (previous === undefined || !previous.sound) return false;
  const { formatVersion, chunker, encoder } = previous.stored.manifest;
  return (
    formatVersion === FORMAT_VERSION &&
    chunker === chunkerFingerprint &&
    (embedder === null || encoder?.fingerprint === embedder.fingerprint)
  );
}

interface Prepared {
  readonly document: ParsedDocument;
  readonly chunks: readonly Chunk[];
  readonly bytes: number;
  /** Texts with a vector, and those of them that must be encoded. */
  readonly total: number;
  readonly missing: number;
  readonly vectors: Promise<DocumentVectors> | null;
}

async function writeGeneration(
  options: IngestOptions,
  previous: BasisGeneration | undefined,
  plan: IngestPlan,
): Promise<IngestReport> {
  const { embedder, signal, onProgress } = options;
  const stopped = new AbortController();
  const stop = signal ? AbortSignal.any([signal, stopped.signal]) : stopped.signal;
  const known = options.rebuild || !embedder ? new Map() : knownVectors(previous?.stored, embedder);
  const writer = new GenerationWriter({
    fileSystem: options.fileSystem,
    folder: options.dataFolder,
    chunker: chunkerFingerprint,
    encoder: embedder && { fingerprint: embedder.fingerprint, dimensions: embedder.dimensions },
    weights: options.weights,
    previous: previous?.fallback,
    now: options.now ?? (() => new Date()),
  });
  const progress = {
    files: plan.documents.length,
    filesDone: 0,
    bytes: plan.documents.reduce((sum, { bytes }) => sum + bytes, 0),
    bytesDone: 0,
    embedded: 0,
  };
  let documents = 0;
  let chunks = 0;
  let vectors = 0;
  const setAside = [...plan.report.setAside];
  const prepare = (source: PlannedDocument): Prepared => {
    const document = source.load();
    const cut = chunkDocument(document);
    const beside = embedder
      ? readVectorFile(options.corpusFolder, source.uri, embedder)
      : new Map();
    const prepared = embedder
      ? embedMissing(
          document,
          cut,
          pointersOf(document, cut, options.weights.keys > 0),
          embedder,
          (key) => known.get(key) ?? beside.get(key),
          stop,
          () => {
            progress.embedded += 1;
            onProgress?.({ ...progress });
          },
        )
      : { vectors: null, total: 0, missing: 0 };
    return { document, chunks: cut, bytes: source.bytes, ...prepared };
  };
  const write = async (next: Prepared): Promise<void> => {
    writer.addDocument(next.document, next.chunks, await next.vectors);
    documents += 1;
    chunks += next.chunks.length;
    vectors += next.total;
    progress.filesDone += 1;
    progress.bytesDone += next.bytes;
    onProgress?.({ ...progress });
  };
  try {
    const waiting: Prepared[] = [];
    for (const source of plan.documents) {
      stop.throwIfAborted();
      try {
        waiting.push(prepare(source));
      } catch (error) {
        // It was there when the run was planned: changed or removed meanwhile.
        setAside.push({ uri: source.uri, reason: reasonOf(error, source.uri) });
        if (source.earlier) waiting.push(prepare(source.earlier));
      }
      while (
        waiting.reduce((sum, { missing }) => sum + missing, 0) > chunksAhead ||
        waiting.length > 16
      ) {
        await write(waiting.shift()!);
      }
      // Questions that arrive meanwhile are answered between two files.
      await new Promise((resolve) => setImmediate(resolve));
    }
    for (const last of waiting) await write(last);
    stop.throwIfAborted();
    const { generation } = writer.commit();
    return {
      ...plan.report,
      generation,
      changed: true,
      documents,
      chunks,
      setAside,
      embedded: progress.embedded,
      reusedVectors: vectors - progress.embedded,
    };
  } catch (error) {
    stopped.abort(error);
    writer.abandon();
    throw error;
  }
}

function knownVectors(
  previous: StoredGeneration | undefined,
  embedder: Embedder,
): ReadonlyMap<string, Float32Array> {
  if (previous?.manifest.encoder?.fingerprint !== embedder.fingerprint) return new Map();
  try {
    const stored = previous.vectors();
    if (stored === undefined) return new Map();
    const tables = [stored.chunks, stored.pointers].map(({ keys, values, dimensions }) =>
      unitVectorsOnly(keys, values, dimensions),
    );
    return new Map(tables.flatMap((table) => [...table]));
  } catch {
    // Damaged vectors are encoded again.
    return new Map();
  }
}

/** Looks the vectors of chunks and pointers up, and encodes those that nobody knows. */
export function embedMissing(
  document: ParsedDocument,
  chunks: readonly Chunk[],
  pointers: readonly Pointer[],
  embedder: Embedder,
  lookUp: (key: string) => Float32Array | undefined,
  signal: AbortSignal | undefined,
  onEmbedded: () => void,
): { total: number; missing: number; vectors: Promise<DocumentVectors> } {
  const texts = [
    ...chunks.map((chunk) => embeddedText(document, chunk)),
    ...pointers.map(({ text }) => text),
  ];
  const keys = texts.map((text) => vectorKey(embedder.fingerprint, text));
  const found = keys.map(lookUp);
  const missing = texts.filter((_, at) => found[at] === undefined);
  const fill = async (): Promise<DocumentVectors> => {
    const options = { onEmbedded, ...(signal && { signal }) };
    const encoded = missing.length > 0 ? await embedder.embedDocuments(missing, options) : [];
    let next = 0;
    const vectors = keys.map((key, at): KeyedVector => {
      const vector = found[at] ?? encoded[next++]!;
      return { key, vector };
    });
    return {
      chunks: vectors.slice(0, chunks.length),
      pointers: pointers.map((pointer, at) => ({ pointer, ...vectors[chunks.length + at]! })),
    };
  };
  const vectors = fill();
  // Its failure is met where it is awaited; until then it must not count as unhandled.
  vectors.catch(() => undefined);
  return { total: texts.length, missing: missing.length, vectors };
}
