/** The generation that an ingestion builds upon, and the one to keep as its fallback. */
import { IndexCorruptError } from '../errors.ts';
import type { Steps } from '../steps.ts';
import type { FileSystem } from './file-system.ts';
import { pointedGeneration } from './local-library.ts';
import { generationsAmong, generationsFolder } from './store-layout.ts';
import { StoredGeneration } from './stored-generation.ts';

export interface BasisGeneration {
  /** The newest whose documents and texts are sound, whatever its format. */
  readonly stored: StoredGeneration;
  /** Whether all its files are, and the pointer names it: it can go on answering as it is. */
  readonly sound: boolean;
  /** The newest whose files are all sound: it must outlive the next commit. */
  readonly fallback: string | undefined;
}

/**
 * Looks first at the generation that the pointer names, then at older ones.
 *
 * @returns undefined when there is none to build upon
 * @throws IndexMismatchError when a newer Groundwork wrote it
 */
export function* openBasis(
  fileSystem: FileSystem,
  folder: string,
): Steps<BasisGeneration | undefined> {
  const names = generationsAmong(fileSystem.list(generationsFolder(folder)));
  const pointed = pointedGeneration(fileSystem, folder);
  let stored: StoredGeneration | undefined;
  for (const name of new Set(pointed === undefined ? names : [pointed, ...names])) {
    const opened = yield* tryOpen(fileSystem, folder, name);
    if (opened === undefined) continue;
    const sound = yield* isSound(opened);
    if (sound && stored === undefined)
      return { stored: opened, sound: name === pointed, fallback: name };
    if (sound) opened.close();
    if (sound && stored) return { stored, sound: false, fallback: name };
    if (stored === undefined) stored = opened;
    else opened.close();
  }
  return stored && { stored, sound: false, fallback: undefined };
}

function* tryOpen(
  fileSystem: FileSystem,
  folder: string,
  name: string,
): Steps<StoredGeneration | undefined> {
  try {
    return yield* StoredGeneration.openSteps(fileSystem, folder, name);
  } catch (error) {
    if (error instanceof IndexCorruptError) return undefined;
    throw error;
  }
}

function* isSound({ files }: StoredGeneration): Steps<boolean> {
  try {
    for (const name of Object.keys(files.manifest.files)) {
      yield* files.checkSteps(name);
    }
    return true;
  } catch (error) {
    if (error instanceof IndexCorruptError) return false;
    throw error;
  }
}
