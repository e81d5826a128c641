/** Finds the files of a corpus folder. It reads no document. */
import { type Dirent, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import ignore, { type Ignore } from 'ignore';
import { ConfigError } from '../errors.ts';
import type { MediaType } from '../types.ts';

export interface CorpusFile {
  /** Relative to the corpus folder, with `/` between its parts. */
  readonly uri: string;
  readonly path: string;
  readonly mediaType: MediaType;
  readonly bytes: number;
}

/** Why entries were passed over, and how many of each. */
export interface SkippedCounts {
  readme: number;
  dotfile: number;
  nodeModules: number;
  symlink: number;
  ignored: number;
  unsupported: number;
  unreadable: number;
}

export interface CorpusWalk {
  /** By uri, in code unit order. */
  readonly files: readonly CorpusFile[];
  readonly skipped: Readonly<SkippedCounts>;
  /** Uris of files and, ending in `/`, of folders that could not be read. */
  readonly unreadable: readonly string[];
}

const mediaTypes = new Map<string, MediaType>([
  ['.md', 'text/markdown'],
  ['.markdown', 'text/markdown'],
  ['.txt', 'text/plain'],
]);

/**
 * Walks `folder`: `.md`, `.markdown` and `.txt` files; no `README*`, dotfiles, `node_modules` or
 * symbolic links, nothing that a `.groundworkignore` at its top excludes (the syntax of .gitignore).
 *
 * @throws ConfigError when the folder cannot be read.
 */
export function walkCorpus(folder: string): CorpusWalk {
  const skipped: SkippedCounts = {
    readme: 0,
    dotfile: 0,
    nodeModules: 0,
    symlink: 0,
    ignored: 0,
    unsupported: 0,
    unreadable: 0,
  };
  const files: CorpusFile[] = [];
  const unreadable: string[] = [];
  const rules = readIgnoreRules(folder);

  const visit = (path: string, prefix: string, entries: Dirent[]): void => {
    for (const entry of entries) {
      const uri = prefix + entry.name.normalize('NFC');
      const entryPath = join(path, entry.name);
      const reason = skipReason(entry, uri, rules);
      if (reason !== undefined) {
        skipped[reason] += 1;
        continue;
      }
      try {
        if (entry.isDirectory()) {
          visit(entryPath, `${uri}/`, readdirSync(entryPath, { withFileTypes: true }));
          continue;
        }
        const mediaType = mediaTypeOf(entry.name);
        if (!entry.isFile() || mediaType === undefined) skipped.unsupported += 1;
        else files.push({ uri, path: entryPath, mediaType, bytes: statSync(entryPath).size });
      } catch {
        skipped.unreadable += 1;
        unreadable.push(entry.isDirectory() ? `${uri}/` : uri);
      }
    }
  };
  visit(folder, '', readTop(folder));
  files.sort((left, right) => (left.uri < right.uri ? -1 : left.uri > right.uri ? 1 : 0));
  return { files, skipped, unreadable };
}

/** The media type that a file name's ending says, or undefined. */
export function mediaTypeOf(name: string): MediaType | undefined {
  return mediaTypes.get((/\.[^.]+$/.exec(name)?.[0] ?? '').toLowerCase());
}

function readTop(folder: string): Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch (cause) {
    throw new ConfigError(
      `Corpus folder "${folder}" cannot be read. Set CORPUS_DIR or --corpus to a folder of .md, .markdown or .txt files.`,
      { cause },
    );
  }
}

function readIgnoreRules(folder: string): Ignore {
  const rules = ignore();
  try {
    rules.add(readFileSync(join(folder, '.groundworkignore'), 'utf8'));
  } catch (cause) {
    const missing = cause instanceof Error && 'code' in cause && cause.code === 'ENOENT';
    if (!missing) {
      throw new ConfigError(
        `File ".groundworkignore" in "${folder}" cannot be read; check its permissions, so that nothing is ingested that it leaves out.`,
        { cause },
      );
    }
  }
  return rules;
}

function skipReason(entry: Dirent, uri: string, rules: Ignore): keyof SkippedCounts | undefined {
  if (entry.isSymbolicLink()) return 'symlink';
  if (entry.name.startsWith('.')) return 'dotfile';
  if (entry.name === 'node_modules') return 'nodeModules';
  if (/^readme/i.test(entry.name) && !entry.isDirectory()) return 'readme';
  if (rules.ignores(entry.isDirectory() ? `${uri}/` : uri)) return 'ignored';
  return undefined;
}
