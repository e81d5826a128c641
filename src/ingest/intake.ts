/** What the server may do with documents: take new ones in, remove those, give originals out. */
import { existsSync, realpathSync, rmSync, statSync } from 'node:fs';
import { basename, join, sep } from 'node:path';
import { ConflictError, NotFoundError, UserInputError } from '../errors.ts';
import { fileEndings, isArchiveName } from '../load/media-type.ts';
import { uploadsPrefix } from '../load/walk-corpus.ts';
import type { IngestQueue } from './ingest-queue.ts';
import {
  draftName,
  keepUpload,
  safeName,
  sweepDrafts,
  uploadOf,
  uploadsFolder,
} from './uploads.ts';

export interface Intake extends Pick<IngestQueue, 'status' | 'run'> {
  /** Folder that drafts are written into, each under a name of {@link draftName}. */
  readonly draftFolder: string;
  draftName(): string;
  /** The name that a file of this name is kept under. @throws UserInputError naming what is allowed */
  nameFor(given: string): string;
  /** Makes a draft a document; the next run reads it. Returns its uri. */
  keep(draft: string, name: string): string;
  /** Removes the file; the next run forgets it. @throws ConflictError where it was not uploaded */
  remove(uri: string): void;
  /**
   * Removes an uploaded file by its name, whether or not a document was made of it.
   *
   * @throws NotFoundError when there is none
   */
  removeFile(name: string): void;
  /** The file that a document was made of, as it is now; undefined when it has gone. */
  original(uri: string): OriginalFile | undefined;
}

export interface OriginalFile {
  readonly path: string;
  /** Without folders. */
  readonly name: string;
  readonly bytes: number;
}

export interface IntakeOptions {
  readonly corpusFolder: string;
  readonly dataFolder: string;
  readonly queue: IngestQueue;
  /** Other servers take documents into the same library, and keep the files. */
  readonly isShared?: boolean;
}

/** Sweeps what uploads left that never came whole. */
export function openIntake({
  corpusFolder,
  dataFolder,
  queue,
  isShared = false,
}: IntakeOptions): Intake {
  const folder = uploadsFolder(dataFolder);
  sweepDrafts(folder);
  return {
    status: queue.status,
    run: queue.run,
    draftFolder: folder,
    draftName,
    nameFor: (given) => {
      const name = safeName(given);
      if (name !== undefined) return name;
      throw new UserInputError(
        `File "${given.slice(0, 200)}" is of no kind that can be read; send one of ${fileEndings.join(', ')}.`,
      );
    },
    keep: (draft, name) => {
      keepUpload(folder, draft, name);
      return uploadsPrefix + name;
    },
    remove: (uri) => {
      const path = uploadOf(folder, uri);
      if (path === undefined) {
        throw new ConflictError(
          `Document "${uri}" is a file of the corpus folder and was not uploaded; remove its file there.`,
        );
      }
      if (uri.slice(uploadsPrefix.length).includes('/')) {
        throw new ConflictError(
          `Document "${uri}" stands in an uploaded archive; remove the archive as a whole, by "${uploadsPrefix}${basename(path)}".`,
        );
      }
      if (isShared && !existsSync(path)) {
        throw new ConflictError(
          `Document "${uri}" was uploaded to another server of this library, which keeps its file; remove it there.`,
        );
      }
      rmSync(path, { force: true });
    },
    removeFile: (name) => {
      const path = uploadOf(folder, uploadsPrefix + name);
      if (path === undefined || !existsSync(path)) {
        throw new NotFoundError(`No file "${name.slice(0, 200)}" was uploaded.`);
      }
      rmSync(path, { force: true });
    },
    original: (uri) => {
      const upload = uploadOf(folder, uri);
      if (upload !== undefined) return fileWithin(folder, upload);
      const parts = uri.split('/');
      const archive = parts.findIndex((part, at) => at < parts.length - 1 && isArchiveName(part));
      const file = archive === -1 ? parts : parts.slice(0, archive + 1);
      return fileWithin(corpusFolder, join(corpusFolder, ...file));
    },
  };
}

/** Whatever links were put in its way meanwhile, nothing outside the folder is given out. */
function fileWithin(folder: string, path: string): OriginalFile | undefined {
  try {
    const real = realpathSync(path);
    const stats = statSync(real);
    if (!real.startsWith(realpathSync(folder) + sep) || !stats.isFile()) return undefined;
    return { path: real, name: basename(path), bytes: stats.size };
  } catch {
    return undefined;
  }
}
