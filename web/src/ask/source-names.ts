/**
 * Names of sources and of folders of them: what a choice covers, and how a press changes it. A folder
 * ends in `/`, and stands for all that is in it, folders included.
 */

import { foldersAround } from '../../../src/text/folders-around.ts';

export type Coverage = 'all' | 'some' | 'none';

export interface Folder<Source> {
  /** Ends in `/`; `''` for what is in none. */
  readonly name: string;
  /** How many of the other folders it is in. */
  readonly depth: number;
  /** Those that are in no folder within it. */
  readonly sources: readonly Source[];
}

/**
 * Folders by name, what is in none first; the sources of each in their order. One that holds nothing
 * but one other folder is left out: both stand for the same.
 */
export function groupByFolder<Source extends { readonly uri: string }>(
  sources: readonly Source[],
): Folder<Source>[] {
  const inside = new Map<string, Source[]>();
  const held = new Map<string, number>();
  for (const source of sources) {
    const folder = folderOf(source.uri);
    const others = inside.get(folder);
    if (others) others.push(source);
    else inside.set(folder, [source]);
    for (const name of foldersAround(source.uri)) held.set(name, (held.get(name) ?? 0) + 1);
  }
  const same = new Set(
    [...held]
      .filter(([name, count]) => held.get(parentOf(name)) === count)
      .map(([name]) => parentOf(name)),
  );
  const names = [...held.keys()].filter((name) => !same.has(name)).sort();
  const shown = new Set(names);
  const none = inside.get('');
  return [
    ...(none ? [{ name: '', depth: 0, sources: none }] : []),
    ...names.map((name) => ({
      name,
      depth: foldersAround(parentOf(name)).filter((around) => shown.has(around)).length,
      sources: inside.get(name) ?? [],
    })),
  ];
}

/** The first folders, and of their sources the first, no more than `most` of each. */
export function firstFolders<Source>(folders: readonly Folder<Source>[], most: number) {
  let room = most;
  return folders.slice(0, most).map((folder): Folder<Source> => {
    const sources = folder.sources.slice(0, room);
    room -= sources.length;
    return { ...folder, sources };
  });
}

/** How much of a source or folder is chosen. */
export function coverageOf(
  name: string,
  chosen: ReadonlySet<string>,
  uris: readonly string[],
): Coverage {
  const inside = uris.filter((uri) => isIn(uri, name));
  const covered = inside.filter((uri) => isChosen(uri, chosen)).length;
  if (covered === 0) return 'none';
  return covered === inside.length ? 'all' : 'some';
}

export function isChosen(uri: string, chosen: ReadonlySet<string>): boolean {
  return chosen.has(uri) || foldersAround(uri).some((name) => chosen.has(name));
}

/** Takes all of a source or folder out where it is chosen whole, else in. */
export function toggleName(
  name: string,
  chosen: ReadonlySet<string>,
  uris: readonly string[],
): Set<string> {
  const others = [...chosen].filter((one) => !isIn(one, name));
  if (coverageOf(name, chosen, uris) !== 'all') return new Set([...others, name]);
  // A folder that holds more than what goes leaves the rest of it.
  return new Set(
    others.flatMap((one) =>
      isIn(name, one) ? uris.filter((uri) => isIn(uri, one) && !isIn(uri, name)) : [one],
    ),
  );
}

/** Those names that stand for something in the library. */
export function keptNames(names: readonly string[], uris: readonly string[]): string[] {
  return names.filter((name) => uris.some((uri) => isIn(uri, name)));
}

function folderOf(uri: string): string {
  return uri.slice(0, uri.lastIndexOf('/') + 1);
}

/** `a/b/` -> `a/`. */
function parentOf(folder: string): string {
  return folderOf(folder.slice(0, -1));
}

function isIn(one: string, name: string): boolean {
  return one === name || (name.endsWith('/') && one.startsWith(name));
}
