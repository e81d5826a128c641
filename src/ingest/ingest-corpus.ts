/**
 * Corpus folder -> library. Files are loaded and cut in order; chunks whose vector is known (from the
 * library, from a run that was stopped or from beside the corpus) are not encoded again. A run that ends
 * early leaves what was there answering. Where nothing is visible before the last step, a run that will
 * encode for long commits the words first, so that they can be searched meanwhile.
 */
import { existsSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { chunkDocument, chunkerFingerprint } from '../chunk/chunk-document.ts';
import { pointersOf } from '../chunk/pointers.ts';
import type { Embedder } from '../embed/contract.ts';
import { ConfigError, LibraryUnavailableError } from '../errors.ts';
import type { FieldWeights } from '../library/chunk-terms.ts';
import type { DocumentStore, DocumentWriter, StandingDocument } from '../library/document-store.ts';
import type { FileSystem } from '../library/file-system.ts';
import { openLocalStore } from '../library/local-store.ts';
import { hasVectorFile, readVectorFile } from '../library/vector-file.ts';
import { lockWriter } from '../library/writer-lock.ts';
import type { Converter } from '../load/converter.ts';
import { type CorpusWalk, walkCorpus } from '../load/walk-corpus.ts';
import { embedMissing, textsOfDocument } from './embed-missing.ts';
import {
  type IngestPlan,
  type PlannedDocument,
  planIngest,
  reasonOf,
  storedDocuments,
} from './plan-ingest.ts';
import { failureOf, SetAsideFiles } from './set-aside.ts';
import { type Shard, shardFolder } from './shard.ts';
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
  /** Where documents and vectors are kept; the local library in the data folder unless given. */
  readonly openStore?: () => Promise<DocumentStore>;
  /** Takes a share of the files alone; other runs take the others. */
  readonly shard?: Shard | undefined;
  /** Drops documents that another installation took in, too, where their file has gone. */
  readonly pruneOthers?: boolean;
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
    makeDataFolder(options, options.dataFolder);
    const folder = runFolder(options);
    makeDataFolder(options, folder);
    const unlock = lockWriter(folder, options.now);
    try {
      return await runIngest(options, walk);
    } finally {
      unlock();
    }
  } catch (error) {
    throw fromDisk(error, options.dataFolder);
  }
}

/** Where a run keeps its lock and what it set aside: runs of several shares go on side by side. */
function runFolder({ dataFolder, shard }: IngestOptions): string {
  return shard === undefined ? dataFolder : join(dataFolder, shardFolder(shard));
}

/** A new folder survives a loss of power only once its parent is synced. */
function makeDataFolder({ fileSystem }: IngestOptions, folder: string): void {
  if (existsSync(folder) && statSync(folder).isDirectory()) return;
  fileSystem.makeFolder(folder);
  try {
    fileSystem.syncFolder(dirname(resolve(folder)));
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
  const store = await openStore(options);
  const failures = new SetAsideFiles(runFolder(options));
  try {
    const plan = await planIngest(options, walk, store.kept, failures);
    const upToDate = !plan.changed && !options.rebuild && store.isCurrent(options.embedder);
    if (upToDate || options.dryRun) {
      const { counts } = store;
      if (!options.dryRun) {
        failures.save();
        await store.sweep(options.embedder);
      }
      return {
        ...plan.report,
        ...(options.dryRun ? { documents: plan.documents.length, chunks: counts.chunks } : counts),
        notices: [],
        generation: store.generation,
        changed: !upToDate,
        embedded: 0,
        reusedVectors: 0,
      };
    }
    if (!store.showsAtEnd || !encodesForLong(options, plan)) {
      return await writeDocuments(options, store, plan, failures);
    }
    const words = await writeDocuments({ ...options, embedder: null }, store, plan, failures, true);
    return await addVectors(options, words, failures);
  } finally {
    store.close();
  }
}

function openStore(options: IngestOptions): Promise<DocumentStore> {
  if (options.openStore) return options.openStore();
  const { fileSystem, dataFolder: folder, weights, now = () => new Date() } = options;
  return openLocalStore({ fileSystem, folder, weights, now, chunker: chunkerFingerprint });
}

/** Encodes what was committed as words, and commits it again. */
async function addVectors(
  options: IngestOptions,
  words: IngestReport,
  failures: SetAsideFiles,
): Promise<IngestReport> {
  const store = await openStore(options);
  try {
    const documents = storedDocuments(store.kept);
    const plan = { documents, removed: [], changed: true, report: words };
    const report = await writeDocuments(options, store, plan, failures);
    return { ...report, notices: words.notices };
  } finally {
    store.close();
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

/** What is kept cannot be read: no fault of the document that asked for it. */
class KeptFailure extends Error {
  constructor(cause: unknown) {
    super('What is kept cannot be read.', { cause });
  }
}

interface Prepared {
  readonly chunks: number;
  readonly bytes: number;
  /** Texts with a vector, and those of them that must be encoded. */
  readonly total: number;
  readonly missing: number;
  /** Waits for the vectors, and writes; does nothing for a document that stands as it is. */
  readonly add: () => Promise<void>;
}

/** Writes what the plan names, and makes it current. For the holder of the lock. */
export async function writeDocuments(
  options: IngestOptions,
  store: DocumentStore,
  plan: IngestPlan,
  failures: SetAsideFiles,
  vectorsPending = false,
): Promise<IngestReport> {
  const { embedder, signal, onProgress } = options;
  const stopped = new AbortController();
  const stop = signal ? AbortSignal.any([signal, stopped.signal]) : stopped.signal;
  const writer = await store.begin({
    encoder: embedder && { fingerprint: embedder.fingerprint, dimensions: embedder.dimensions },
    rebuild: options.rebuild,
    vectorsPending,
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
  const count = (written: Prepared): void => {
    documents += 1;
    chunks += written.chunks;
    vectors += written.total;
    progress.filesDone += 1;
    progress.bytesDone += written.bytes;
    onProgress?.({ ...progress });
  };
  const prepare = async (source: PlannedDocument): Promise<Prepared> => {
    const { document, notices: unread } = await source.load();
    notices.push(...unread.map((notice) => ({ uri: source.uri, notice })));
    const cut = chunkDocument(document);
    const common = { chunks: cut.length, bytes: source.bytes };
    if (embedder === null) {
      return { ...common, total: 0, missing: 0, add: () => writer.add(document, cut, null) };
    }
    const pointers = pointersOf(document, cut, options.weights.keys > 0);
    const texts = textsOfDocument(document, cut, pointers, embedder);
    const beside = readVectorFile(options.corpusFolder, source.uri, embedder);
    const known = await writer.known(texts.texts.map(({ key }) => key)).catch((error) => {
      throw new KeptFailure(error);
    });
    const lookUp = (key: string) => known.get(key) ?? beside.get(key);
    const keyed = embedMissing(texts, embedder, lookUp, stop, (made) => {
      writer.note(made);
      progress.embedded += made.length;
      onProgress?.({ ...progress });
    });
    const { total, missing } = keyed;
    const add = async () => writer.add(document, cut, await keyed.vectors);
    return { ...common, total, missing, add };
  };
  /** Begun and not ended, in order. */
  const writing: Promise<Prepared>[] = [];
  const endFirst = async (): Promise<void> => count(await writing.shift()!);
  const write = async (next: Prepared): Promise<void> => {
    const written = next.add().then(() => next);
    // Its failure is met where it is awaited; until then it must not count as unhandled.
    written.catch(() => undefined);
    writing.push(written);
    if (writing.length >= store.writesAtOnce) await endFirst();
  };
  try {
    const waiting: Prepared[] = [];
    for (const source of plan.documents) {
      stop.throwIfAborted();
      const standing = writer.standing(source.uri, source.isNew);
      try {
        waiting.push(standing ? asItStands(standing, source, writer) : await prepare(source));
      } catch (error) {
        // What the index holds itself must not get lost: then the run fails, and it stays as it is.
        const isOfLibrary =
          error instanceof LibraryUnavailableError || error instanceof KeptFailure;
        if (source.isStored || isOfLibrary) throw error;
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
    while (writing.length > 0) await endFirst();
    stop.throwIfAborted();
    const { generation, counts } = await writer.finish(plan.removed);
    failures.save();
    return {
      ...plan.report,
      added,
      updated,
      notices,
      generation,
      changed: true,
      ...(counts ?? { documents, chunks }),
      setAside,
      embedded: progress.embedded,
      reusedVectors: vectors - progress.embedded,
    };
  } catch (error) {
    const cause = error instanceof KeptFailure ? error.cause : error;
    stopped.abort(cause);
    await Promise.allSettled(writing);
    writer.abandon();
    throw cause;
  }
}

function asItStands(
  { chunks, vectors }: StandingDocument,
  { uri, bytes }: PlannedDocument,
  writer: DocumentWriter,
): Prepared {
  return { chunks, bytes, total: vectors, missing: 0, add: () => writer.keep(uri) };
}
