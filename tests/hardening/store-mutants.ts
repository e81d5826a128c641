/** The commit with one of its safeguards taken out, by a port that leaves a step out or moves it. */
import { basename, dirname } from 'node:path';
import type { FileSystem } from '../../src/library/file-system.ts';
import { generationFiles } from '../../src/library/manifest.ts';

interface Mutant {
  readonly what: string;
  readonly wrap: (port: FileSystem) => FileSystem;
}

const syncedFiles = [...Object.values(generationFiles), 'manifest.json', 'CURRENT.draft'];
const isDraft = (path: string) => basename(path).startsWith('.draft-');

const isDataFolder = (path: string) => basename(path) === 'data';

const withoutFileSync = (name: string): Mutant => ({
  what: `the sync of ${name}`,
  wrap: (port) => ({
    ...port,
    createFile: (path) => {
      const file = port.createFile(path);
      return basename(path) === name ? { ...file, sync: () => {} } : file;
    },
  }),
});

const withoutFolderSync = (what: string, isIt: (path: string) => boolean): Mutant => ({
  what: `the sync of ${what}`,
  wrap: (port) => ({
    ...port,
    syncFolder: (path) => {
      if (!isIt(path)) port.syncFolder(path);
    },
  }),
});

const newFolderUnsynced: Mutant = {
  what: 'the sync of the data folder after the folder of generations was made',
  wrap: (port) => {
    let isFirst = true;
    return {
      ...port,
      syncFolder: (path) => {
        if (!isFirst || !isDataFolder(path)) port.syncFolder(path);
        else isFirst = false;
      },
    };
  },
};

/** The draft gets its name only after the pointer names it. */
const pointerFirst: Mutant = {
  what: 'the name of the generation before the pointer to it',
  wrap: (port) => {
    let late: (() => void) | undefined;
    return {
      ...port,
      rename: (from, to) => {
        if (isDraft(from)) {
          late = () => port.rename(from, to);
          return;
        }
        port.rename(from, to);
        late?.();
      },
      syncFolder: (path) => {
        port.syncFolder(path);
        if (basename(path) !== 'generations' && !isDraft(path))
          port.syncFolder(`${path}/generations`);
      },
    };
  },
};

/** The pointer is written where it stands. */
const pointerInPlace: Mutant = {
  what: 'a draft of the pointer',
  wrap: (port) => {
    const inPlace = (path: string) => path.replace(/CURRENT\.draft$/, 'CURRENT');
    return {
      ...port,
      createFile: (path) => {
        if (path.endsWith('CURRENT.draft')) port.remove(inPlace(path));
        return port.createFile(inPlace(path));
      },
      rename: (from, to) => {
        if (inPlace(from) !== to) port.rename(from, to);
      },
    };
  },
};

/** What is old goes before the pointer has moved. */
const sweepFirst: Mutant = {
  what: 'the pointer before the sweep',
  wrap: (port) => ({
    ...port,
    rename: (from, to) => {
      if (basename(to) === 'CURRENT') {
        const generations = `${dirname(to)}/generations`;
        const newest = port
          .list(generations)
          .filter((name) => !isDraft(name))
          .at(-1);
        for (const name of port.list(generations)) {
          if (name !== newest) port.remove(`${generations}/${name}`);
        }
      }
      port.rename(from, to);
    },
  }),
};

export const commitMutants: readonly Mutant[] = [
  ...syncedFiles.map(withoutFileSync),
  withoutFolderSync('the folder of the generation', isDraft),
  withoutFolderSync('the folder of generations', (path) => basename(path) === 'generations'),
  withoutFolderSync('the data folder', isDataFolder),
  newFolderUnsynced,
  pointerFirst,
  pointerInPlace,
  sweepFirst,
];
