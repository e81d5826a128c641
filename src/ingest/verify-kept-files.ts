/** Checks and repairs what a data folder keeps beside the index: originals, lists, journals. */
import { ConfigError } from '../errors.ts';
import type { FileSystem } from '../library/file-system.ts';
import { StoredGeneration } from '../library/stored-generation.ts';
import { repairJournals, verifyJournals } from '../library/verify-journals.ts';
import { walkCorpus } from '../load/walk-corpus.ts';
import { SetAsideFiles } from './set-aside.ts';
import { uploadsFolder } from './uploads.ts';
import { type OriginalsReport, setAsideAndLost, verifyOriginals } from './verify-originals.ts';

export interface KeptFilesReport extends OriginalsReport {
  /** Files that could not be ingested. */
  readonly setAside: number;
  /** Journals of vectors. */
  readonly journals: number;
}

export interface KeptFilesOptions {
  readonly fileSystem: FileSystem;
  readonly dataFolder: string;
  readonly corpusFolder: string;
  /** Whose documents the originals belong to. */
  readonly generation: string;
}

/** @throws IndexCorruptError when the documents of the generation cannot be read */
export function verifyKeptFiles(options: KeptFilesOptions): KeptFilesReport {
  const { fileSystem, dataFolder, generation } = options;
  const stored = StoredGeneration.open(fileSystem, dataFolder, generation);
  const { rows } = stored;
  stored.close();
  const failures = new SetAsideFiles(dataFolder);
  const walked = walkBoth(options);
  const originals = verifyOriginals({ rows, failures, ...walked });
  // Whoever writes now may be within a record.
  const isWritten = fileSystem.list(dataFolder).includes('LOCK');
  const { journals, problems } = isWritten
    ? { journals: 0, problems: [] }
    : verifyJournals(dataFolder);
  const listProblems = failures.isDamaged
    ? ['"set-aside.json" is damaged; npm run ingest tries each file that it named once more.']
    : [];
  return {
    ...originals,
    setAside: failures.list().length,
    journals,
    problems: [...originals.problems, ...listProblems, ...problems],
    notices: [
      ...originals.notices,
      ...(walked.hasCorpus ? [] : ['The corpus folder cannot be read, so it was not compared.']),
      ...(isWritten ? ['Journals were not checked: another process writes, or was killed.'] : []),
    ],
  };
}

/**
 * Forgets files that were set aside and have gone, and cuts off what is damaged of lists and journals:
 * the next run makes it anew. For the holder of the folder's lock only.
 *
 * @returns what was done, one sentence each
 */
export function repairKeptFiles(dataFolder: string): string[] {
  const failures = new SetAsideFiles(dataFolder);
  const lost = new Set(setAsideAndLost(failures, walkCorpus(null, uploadsFolder(dataFolder))));
  for (const { uri } of failures.list()) if (!lost.has(uri)) failures.keep(uri);
  failures.save();
  return [
    ...(failures.isDamaged
      ? ['"set-aside.json" was damaged and is gone; npm run ingest tries those files once more.']
      : []),
    ...[...lost].map((uri) => `File "${uri}", which has gone, is set aside no more.`),
    ...repairJournals(dataFolder),
  ];
}

function walkBoth({ corpusFolder, dataFolder }: KeptFilesOptions) {
  const uploads = uploadsFolder(dataFolder);
  try {
    return { walk: walkCorpus(corpusFolder, uploads), hasCorpus: true };
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return { walk: walkCorpus(null, uploads), hasCorpus: false };
  }
}
