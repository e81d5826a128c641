/**
 * Names of sources and of folders of them: what a choice covers, and how a press changes it. A folder
 * ends in `/`, and stands for all that is in it, folders included.
 */

export type Coverage = 'all' | 'some' | 'none';

export interface Folder<Source> {
  /** Ends in `/`; `''` for what is in none. */
  readonly name: string;
  readonly sources: readonly Source[];
}

/** Folders by name, what is in none first; the sources of each in their order. */
export function groupByFolder<Source extends { readonly uri: string }>(
  sources: readonly Source[],
): Folder<Source>[] {
  const folders = new Map<string, Source[]>();
  for (const source of sources) {
    const name = folderOf(source.uri);
    folders.set(name, [...(folders.get(name) ?? []), source]);
  }
  return [...folders]
    .map(([name, inside]) => ({ name, sources: inside }))
    .sort((left, right) => (left.name < right.name ? -1 : 1));
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
  if (chosen.has(uri)) return true;
  for (let at = uri.indexOf('/'); at !== -1; at = uri.indexOf('/', at + 1)) {
    if (chosen.has(uri.slice(0, at + 1))) return true;
  }
  return false;
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

function isIn(one: string, name: string): boolean {
  return one === name || (name.endsWith('/') && one.startsWith(name));
}
