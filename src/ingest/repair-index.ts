/**
 * Makes an index whole again from what is sound of it, without the corpus and without an encoder:
 * texts are cut and indexed anew, vectors are taken over. What stands beside the index is made fit to
 * be read. What cannot be made is said.
 */
import { chunkerFingerprint } from '../chunk/chunk-document.ts';
import { ConfigError, GroundworkError, IndexMissingError } from '../errors.ts';
import { repoint } from '../library/generation-writer.ts';
import { pointedGeneration } from '../library/local-library.ts';
import { localStoreOver } from '../library/local-store.ts';
import { type BasisGeneration, openBasis } from '../library/open-basis.ts';
import { sweepLeftovers } from '../library/sweep-leftovers.ts';
import { verifyStore } from '../library/verify-store.ts';
import { lockWriter } from '../library/writer-lock.ts';
import { inTurns } from '../steps.ts';
import { type IngestOptions, writeDocuments } from './ingest-corpus.ts';
import { storedDocuments } from './plan-ingest.ts';
import { SetAsideFiles } from './set-aside.ts';
import { repairKeptFiles } from './verify-kept-files.ts';

export interface RepairReport {
  readonly generation: string;
  /** What was done, one sentence each; empty when nothing was wrong. */
  readonly done: readonly string[];
  /** What is left to do, one sentence each. */
  readonly left: readonly string[];
}

export type RepairOptions = Pick<IngestOptions, 'dataFolder' | 'fileSystem' | 'weights'>;

/**
 * @throws IndexMissingError when no generation has sound texts
 * @throws LockedError when another process is writing
 */
export async function repairIndex(options: RepairOptions): Promise<RepairReport> {
  const { dataFolder, fileSystem } = options;
  // A lock that was left behind is taken over by this.
  const unlock = lockWriter(dataFolder);
  try {
    const basis = await inTurns(openBasis(fileSystem, dataFolder));
    if (basis === undefined) {
      throw new IndexMissingError(
        'No generation of the index has sound texts, so it cannot be repaired from itself; run npm run ingest, or npm run restore with a backup.',
      );
    }
    try {
      const report = await repairFrom(basis, options);
      return { ...report, done: [...report.done, ...repairKeptFiles(dataFolder)] };
    } finally {
      basis.stored.close();
    }
  } finally {
    unlock();
  }
}

async function repairFrom(basis: BasisGeneration, options: RepairOptions): Promise<RepairReport> {
  const { dataFolder, fileSystem } = options;
  const { generation } = basis.stored.manifest;
  const done: string[] = [];
  if (basis.fallback === generation && pointedGeneration(fileSystem, dataFolder) !== generation) {
    repoint(fileSystem, dataFolder, generation, []);
    done.push(`The pointer names generation ${generation} again.`);
  }
  if (basis.fallback === generation && problemsOf(options).length === 0) {
    const before = leftoversOf(options);
    await inTurns(sweepLeftovers(fileSystem, dataFolder, generation));
    if (before > leftoversOf(options)) done.push('What killed runs had left is gone.');
    return { generation, done, left: [] };
  }
  const rebuilt = await rebuild(basis, options);
  return { ...rebuilt, done: [...done, ...rebuilt.done] };
}

async function rebuild(basis: BasisGeneration, options: RepairOptions): Promise<RepairReport> {
  const { stored } = basis;
  const { encoder, vectorsPending } = stored.manifest;
  const given: IngestOptions = {
    ...options,
    // No file of a corpus is read: neither documents nor the vectors beside them.
    corpusFolder: options.dataFolder,
    converter: noConverter,
    embedder: null,
    prune: false,
    confirmPrune: false,
    rebuild: false,
    dryRun: false,
  };
  const report = { added: 0, updated: 0, removed: 0, setAside: [], skipped: noneSkipped };
  // Checksums may fit what is wrong inside: no document stands, each is made of its text.
  const store = localStoreOver(
    { ...basis, sound: false },
    {
      fileSystem: options.fileSystem,
      folder: options.dataFolder,
      chunker: chunkerFingerprint,
      weights: options.weights,
      now: () => new Date(),
    },
  );
  const plan = { documents: storedDocuments(store.kept), removed: [], changed: true, report };
  const write = (embedder: IngestOptions['embedder'], isPending: boolean) =>
    writeDocuments(
      { ...given, embedder },
      store,
      plan,
      new SetAsideFiles(options.dataFolder).keepAll(),
      isPending,
    );
  if (encoder !== null) {
    try {
      const { generation, documents } = await write(onlyKnown(encoder), false);
      const line = `Generation ${generation} was made anew of ${documents} documents and their vectors.`;
      return { generation: generation!, done: [line], left: [] };
    } catch (error) {
      if (!(error instanceof VectorsMissingError)) throw error;
    }
  }
  const { generation, documents } = await write(null, encoder !== null || vectorsPending);
  const line = `Generation ${generation} was made anew of ${documents} documents, without vectors.`;
  const left =
    encoder === null
      ? []
      : ['Vectors are damaged: run npm run ingest, which makes those that are missing.'];
  return { generation: generation!, done: [line], left };
}

const noneSkipped = {
  readme: 0,
  dotfile: 0,
  nodeModules: 0,
  symlink: 0,
  ignored: 0,
  unsupported: 0,
  unreadable: 0,
};

const neverConverts = async () => {
  throw new ConfigError('Nothing is converted while an index is repaired.');
};
const noConverter: IngestOptions['converter'] = {
  convert: neverConverts,
  list: neverConverts,
  extract: neverConverts,
  canRecognise: async () => false,
  close: () => {},
};

class VectorsMissingError extends GroundworkError {
  readonly code = 'index-corrupt';
}

/** Stands for the encoder that made the vectors: it has those that are kept and makes none. */
function onlyKnown(encoder: {
  readonly fingerprint: string;
  readonly dimensions: number;
}): NonNullable<IngestOptions['embedder']> {
  const refuse = async () => {
    throw new VectorsMissingError('A vector is missing; run npm run ingest.');
  };
  return {
    ...encoder,
    ready: Promise.resolve(),
    embedDocuments: refuse,
    embedQuery: refuse,
    close: async () => {},
  };
}

function problemsOf({ fileSystem, dataFolder }: RepairOptions): readonly string[] {
  return verifyStore(fileSystem, dataFolder).problems;
}

function leftoversOf({ fileSystem, dataFolder }: RepairOptions): number {
  const names = [...fileSystem.list(dataFolder), ...fileSystem.list(`${dataFolder}/generations`)];
  return names.length;
}
