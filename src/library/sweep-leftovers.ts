/** Removes what runs that were killed left in a data folder. For the holder of its lock only. */
import { join } from 'node:path';
import { GroundworkError } from '../errors.ts';
import type { FileSystem } from './file-system.ts';
import { currentFile, generationsAmong, generationsFolder } from './store-layout.ts';
import { readManifest, StoredGeneration } from './stored-generation.ts';

/** @param current the generation that the pointer names; it stays, and the one before it */
export function sweepLeftovers(fileSystem: FileSystem, folder: string, current: string): void {
  quietly(() => fileSystem.remove(`${currentFile(folder)}.draft`));
  quietly(() => {
    const names = generationsAmong(fileSystem.list(generationsFolder(folder)));
    const at = names.indexOf(current);
    // What is newer was never pointed to: the run was killed before anybody heard of it.
    const keep = [current, names[at + 1], newestWithVectors(fileSystem, folder)];
    if (at >= 0) sweepGenerations(fileSystem, folder, new Set(keep));
  });
}

/** The newest whose vectors are sound; undefined where none has any. */
export function newestWithVectors(fileSystem: FileSystem, folder: string): string | undefined {
  const names = generationsAmong(fileSystem.list(generationsFolder(folder)));
  return names.find((name) => {
    try {
      if (readManifest(fileSystem, folder, name).encoder === null) return false;
      const stored = new StoredGeneration(fileSystem, folder, name);
      try {
        return stored.vectors() !== undefined;
      } finally {
        stored.close();
      }
    } catch (error) {
      if (error instanceof GroundworkError) return false;
      throw error;
    }
  });
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
