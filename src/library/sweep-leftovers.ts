/** Removes what runs that were killed left in a data folder. For the holder of its lock only. */
import { join } from 'node:path';
import { GroundworkError } from '../errors.ts';
import type { Steps } from '../steps.ts';
import type { FileSystem } from './file-system.ts';
import { readManifest } from './generation-files.ts';
import { currentFile, generationsAmong, generationsFolder } from './store-layout.ts';
import { StoredGeneration } from './stored-generation.ts';

/** @param current the generation that the pointer names; it stays, and the one before it */
export function* sweepLeftovers(
  fileSystem: FileSystem,
  folder: string,
  current: string,
): Steps<void> {
  quietly(() => fileSystem.remove(`${currentFile(folder)}.draft`));
  try {
    const names = generationsAmong(fileSystem.list(generationsFolder(folder)));
    const at = names.indexOf(current);
    if (at < 0) return;
    const withVectors = yield* newestWithVectors(fileSystem, folder);
    // What is newer was never pointed to: the run was killed before anybody heard of it.
    sweepGenerations(fileSystem, folder, new Set([current, names[at + 1], withVectors]));
  } catch {
    // As in `quietly`.
  }
}

/** The newest whose vectors are sound; undefined where none has any. */
export function* newestWithVectors(
  fileSystem: FileSystem,
  folder: string,
): Steps<string | undefined> {
  for (const name of generationsAmong(fileSystem.list(generationsFolder(folder)))) {
    try {
      if (readManifest(fileSystem, folder, name).encoder === null) continue;
      const stored = yield* StoredGeneration.openSteps(fileSystem, folder, name);
      stored.close();
      yield* stored.vectorRowsSteps();
      return name;
    } catch (error) {
      if (!(error instanceof GroundworkError)) throw error;
    }
  }
  return undefined;
}

/** Removes all generations but some, and drafts. */
export function sweepGenerations(
  fileSystem: FileSystem,
  folder: string,
  keep: ReadonlySet<string | undefined>,
): void {
  quietly(() => {
    for (const name of fileSystem.list(generationsFolder(folder))) {
      if (keep.has(name)) continue;
      // A reader may hold it open (Windows); the next sweep tries again.
      quietly(() => fileSystem.remove(join(generationsFolder(folder), name)));
    }
  });
}

/** What is swept is of no use to anybody, and no reason to fail. */
export function quietly(work: () => void): void {
  try {
    work();
  } catch {}
}
