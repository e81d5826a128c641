/**
 * Corpus folder -> new generation. Files are loaded and cut in order; chunks whose vector is known
 * (from the index, from a run that was stopped or from beside the corpus) are not encoded again. Nothing
 * is visible before the last step, so a run that ends early leaves the previous index answering. A run
 * that will encode for long commits the words first, so that they can be searched meanwhile.
 */
import { existsSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { chunkDocument, chunkerFingerprint } from '../chunk/chunk-document.ts';
import { embeddedText } from '../chunk/embedded-text.ts';
import { type Pointer, pointersOf } from '../chunk/pointers.ts';
import type { Embedder } from '../embed/contract.ts';
import { ConfigError, GroundworkError } from '../errors.ts';
import type { FieldWeights } from '../library/chunk-terms.ts';
import type { KeyedVector } from '../library/contract.ts';
import type { FileSystem } from '../library/file-system.ts';
import { type DocumentVectors, GenerationWriter } from '../library/generation-writer.ts';
import { FORMAT_VERSION } from '../library/manifest.ts';
import { type BasisGeneration, openBasis } from '../library/open-basis.ts';
import { generationsAmong, generationsFolder } from '../library/store-layout.ts';
import { StoredGeneration } from '../library/stored-generation.ts';
import { newestWithVectors, sweepLeftovers } from '../library/sweep-leftovers.ts';
import { hasVectorFile, readVectorFile } from '../library/vector-file.ts';
import { sweepJournals, VectorJournal } from '../library/vector-journal.ts';
import { unitVectorsOnly, vectorKey } from '../library/vector-keys.ts';
import { lockWriter } from '../library/writer-lock.ts';
import type { Converter } from '../load/converter.ts';
import { type CorpusWalk, walkCorpus } from '../load/walk-corpus.ts';
import type { Chunk, ParsedDocument } from '../types.ts';
import {
  type IngestPlan,
  type PlannedDocument,
  planIngest,
  reasonOf,
  storedDocuments,
} from './plan-ingest.ts';
import { failureOf, SetAsideFiles } from './set-aside.ts';
import { uploadsFolder } from './uploads.ts';

export interface IngestOptions {
  readonly corpusFolder: string;
  readonly dataFolder: string;
  readonly fileSystem: FileSystem;
  /** Reads what is not its own text. */
  readonly converter: Converter;
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
  /** What could not be read of files that were converted in this run. */
  readonly notices: readonly { readonly uri: string; readonly notice: string }[];
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
  const walk = walkCorpus(options.corpusFolder, uploadsFolder(options.dataFolder));
  if (options.dryRun) return runIngest(options, walk);
  try {
    makeDataFolder(options);
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

/** A new folder survives a loss of power only once its parent is synced. */
function makeDataFolder({ fileSystem, dataFolder }: IngestOptions): void {
  if (existsSync(dataFolder) && statSync(dataFolder).isDirectory()) return;
  fileSystem.makeFolder(dataFolder);
  try {
    fileSystem.syncFolder(dirname(resolve(dataFolder)));
  } catch {
    // One may be allowed to write to a folder and not to read it.
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
  const failures = new SetAsideFiles(options.dataFolder);
  try {
    const plan = await planIngest(options, walk, previous?.stored, failures);
    const upToDate = !plan.changed && !options.rebuild && isCurrent(options, previous);
    if (upToDate || options.dryRun) {
      const { counts } = previous?.stored.manifest ?? { counts: { documents: 0, chunks: 0 } };
      if (!options.dryRun) {
        failures.save();
        const current = previous?.stored.manifest.generation;
        if (current) sweepLeftovers(options.fileSystem, options.dataFolder, current);
        sweepOtherJournals(options);
      }
      return {
        ...plan.report,
        ...(options.dryRun ? { documents: plan.documents.length, chunks: counts.chunks } : counts),
        notices: [],
        generation: previous?.stored.manifest.generation ?? null,
        changed: !upToDate,
        embedded: 0,
        reusedVectors: 0,
      };
    }
    if (!encodesForLong(options, plan)) {
      return await writeGeneration(options, previous, plan, failures);
    }
    const words = await writeGeneration(
      { ...options, embedder: null },
      previous,
      plan,
      failures,
      true,
    );
    return await addVectors(options, words, failures);
  } finally {
    previous?.stored.close();
  }
}

/** Encodes what was committed as words, and commits it again. */
async function addVectors(
  options: IngestOptions,
  words: IngestReport,
  failures: SetAsideFiles,
): Promise<IngestReport> {
  const previous = openBasis(options.fileSystem, options.dataFolder);
  try {
    const stored = previous!.stored;
    const plan = { documents: storedDocuments(stored), changed: true, report: words };
    const report = await writeGeneration(options, previous, plan, failures);
    return { ...report, notices: words.notices };
  } finally {
    previous?.stored.close();
  }
}

/**
 * About 600 chunks, which take some seconds. Where most of the library has vectors already, it goes on
 * answering with them until the new ones are there.
 */
const bytesEncodedAtOnce = 400_000;

function encodesForLong(
  { embedder, corpusFolder, rebuild }: IngestOptions,
  plan: IngestPlan,
): boolean {
  if (embedder === null || rebuild) return false;
  const bytesOf = (documents: readonly PlannedDocument[]) =>
    documents.reduce((sum, { bytes }) => sum + bytes, 0);
  const unknown = bytesOf(
    plan.documents.filter(({ uri, isNew }) => isNew && !hasVectorFile(corpusFolder, uri)),
  );
  return unknown > bytesEncodedAtOnce && unknown > bytesOf(plan.documents) / 2;
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

/** Writes what the plan names, and makes it current. For the holder of the lock. */
export async function writeGeneration(
  options: IngestOptions,
  previous: BasisGeneration | undefined,
  plan: IngestPlan,
  failures: SetAsideFiles,
  vectorsPending = false,
): Promise<IngestReport> {
  const { embedder, signal, onProgress } = options;
  const stopped = new AbortController();
  const stop = signal ? AbortSignal.any([signal, stopped.signal]) : stopped.signal;
  const journal = embedder && new VectorJournal(options.dataFolder, embedder);
  const known = new Map(
    options.rebuild || !embedder || !journal
      ? []
      : [...journal.known, ...knownVectors(options, embedder)],
  );
  const writer = new GenerationWriter({
    fileSystem: options.fileSystem,
    folder: options.dataFolder,
    chunker: chunkerFingerprint,
    encoder: embedder && { fingerprint: embedder.fingerprint, dimensions: embedder.dimensions },
    weights: options.weights,
    previous: previous?.fallback,
    withVectors: embedder ? undefined : newestWithVectors(options.fileSystem, options.dataFolder),
    vectorsPending,
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
  let { added, updated } = plan.report;
  const setAside = [...plan.report.setAside];
  const notices: IngestReport['notices'][number][] = [];
  const prepare = async (source: PlannedDocument): Promise<Prepared> => {
    const { document, notices: unread } = await source.load();
    notices.push(...unread.map((notice) => ({ uri: source.uri, notice })));
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
          (made) => {
            journal?.append(made);
            progress.embedded += made.length;
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
        waiting.push(await prepare(source));
      } catch (error) {
        // What the index holds itself must not get lost: then the run fails, and it stays as it is.
        if (source.isStored) throw error;
        // It cannot be converted, or was changed or removed since the run was planned.
        const reason = reasonOf(error, source.uri);
        setAside.push({ uri: source.uri, reason });
        if (source.earlier === undefined) added -= 1;
        else updated -= 1;
        const failure = source.original && failureOf(error, source.original, reason);
        if (failure) failures.add(source.uri, failure);
        if (source.earlier) waiting.push(await prepare(source.earlier));
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
    failures.save();
    journal?.remove();
    sweepOtherJournals(options);
    return {
      ...plan.report,
      added,
      updated,
      notices,
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
    journal?.close();
    writer.abandon();
    throw error;
  }
}

/** A run without an encoder does not know which is in use. */
function sweepOtherJournals({ embedder, dataFolder, now }: IngestOptions): void {
  if (embedder !== null) sweepJournals(dataFolder, embedder, now?.() ?? new Date());
}

/** Those of all generations that are there: the newest may hold words alone. */
function knownVectors(
  { fileSystem, dataFolder }: IngestOptions,
  embedder: Embedder,
): Map<string, Float32Array> {
  const known = new Map<string, Float32Array>();
  for (const name of generationsAmong(fileSystem.list(generationsFolder(dataFolder)))) {
    try {
      const stored = new StoredGeneration(fileSystem, dataFolder, name);
      try {
        if (stored.manifest.encoder?.fingerprint !== embedder.fingerprint) continue;
        const tables = stored.vectors();
        for (const table of tables ? [tables.chunks, tables.pointers] : []) {
          const { keys, values, dimensions } = table;
          for (const [key, vector] of unitVectorsOnly(keys, values, dimensions))
            known.set(key, vector);
        }
      } finally {
        stored.close();
      }
    } catch (error) {
      // Damaged vectors are encoded again.
      if (!(error instanceof GroundworkError)) throw error;
    }
  }
  return known;
}

/** Texts whose vectors are kept together once they are made. */
const textsAtOnce = 32;

/** Looks the vectors of chunks and pointers up, and encodes those that nobody knows. */
export function embedMissing(
  document: ParsedDocument,
  chunks: readonly Chunk[],
  pointers: readonly Pointer[],
  embedder: Embedder,
  lookUp: (key: string) => Float32Array | undefined,
  signal: AbortSignal | undefined,
  onEmbedded: (made: readonly KeyedVector[]) => void,
): { total: number; missing: number; vectors: Promise<DocumentVectors> } {
  const texts = [
    ...chunks.map((chunk) => embeddedText(document, chunk)),
    ...pointers.map(({ text }) => text),
  ];
  const keys = texts.map((text) => vectorKey(embedder.fingerprint, text));
  const found = keys.map(lookUp);
  const missing = texts.flatMap((text, at) =>
    found[at] === undefined ? [{ text, key: keys[at]! }] : [],
  );
  const encode = async (some: typeof missing): Promise<Float32Array[]> => {
    const made = await embedder.embedDocuments(
      some.map(({ text }) => text),
      { ...(signal && { signal }) },
    );
    onEmbedded(made.map((vector, at) => ({ key: some[at]!.key, vector })));
    return made;
  };
  const fill = async (): Promise<DocumentVectors> => {
    const parts: (typeof missing)[] = [];
    for (let at = 0; at < missing.length; at += textsAtOnce) {
      parts.push(missing.slice(at, at + textsAtOnce));
    }
    const encoded = (await Promise.all(parts.map(encode))).flat();
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
