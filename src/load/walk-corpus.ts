/** Finds the files of a corpus folder. It reads no document. */
import { type Dirent, readdirSync, readFileSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import ignore, { type Ignore } from 'ignore';
import { ConfigError } from '../errors.ts';
import type { MediaType } from '../types.ts';
import { fileEndings, isArchiveName, mediaTypeOf } from './media-type.ts';

export interface CorpusFile {
  /** Relative to the corpus folder, with `/` between its parts. */
  readonly uri: string;
  readonly path: string;
  /** What its name says. */
  readonly mediaType: MediaType | 'application/zip';
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

/** What the uris of documents that were uploaded begin with. */
export const uploadsPrefix = 'uploads/';

/**
 * Walks `folder` for files that can be ingested; no `README*`, dotfiles, `node_modules` or symbolic
 * links, nothing that a `.groundworkignore` at its top excludes (the syntax of .gitignore). Then walks
 * the folder of uploads, where there is one: of it everything counts, whatever its name.
 *
 * @param folder null walks the uploads alone
 * @throws ConfigError when the folder cannot be read.
 */
export function walkCorpus(folder: string | null, uploads?: string): CorpusWalk {
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

  const visit = (
    path: string,
    prefix: string,
    entries: Dirent[],
    why: (entry: Dirent, uri: string) => keyof SkippedCounts | undefined,
  ): void => {
    for (const entry of entries) {
      const uri = prefix + entry.name.normalize('NFC');
      const entryPath = join(path, entry.name);
      const reason = why(entry, uri);
      // An index that stands among the documents is none of them.
      if (uploads !== undefined && resolve(entryPath) === resolve(uploads, '..')) continue;
      if (reason !== undefined) {
        skipped[reason] += 1;
        continue;
      }
      try {
        if (entry.isDirectory()) {
          visit(entryPath, `${uri}/`, readdirSync(entryPath, { withFileTypes: true }), why);
          continue;
        }
        const mediaType = isArchiveName(entry.name) ? 'application/zip' : mediaTypeOf(entry.name);
        if (!entry.isFile() || mediaType === undefined) skipped.unsupported += 1;
        else files.push({ uri, path: entryPath, mediaType, bytes: statSync(entryPath).size });
      } catch {
        skipped.unreadable += 1;
        unreadable.push(entry.isDirectory() ? `${uri}/` : uri);
      }
    }
  };
  if (folder !== null) {
    const rules = readIgnoreRules(folder);
    visit(folder, '', readTop(folder), (entry, uri) => skipReason(entry, uri, rules));
  }
  if (uploads !== undefined) visit(uploads, uploadsPrefix, readUploads(uploads), whyUploads);
  files.sort((left, right) => (left.uri < right.uri ? -1 : left.uri > right.uri ? 1 : 0));
  return { files, skipped, unreadable };
}

function readTop(folder: string): Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch (cause) {
    throw new ConfigError(
      `Corpus folder "${folder}" cannot be read. Set CORPUS_DIR or --corpus to a folder of documents (${fileEndings.join(', ')}).`,
      { cause },
    );
  }
}

function readUploads(folder: string): Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch {
    return [];
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

/** Dotfiles there are uploads that have not come whole. */
function whyUploads(entry: Dirent): keyof SkippedCounts | undefined {
  if (entry.isSymbolicLink()) return 'symlink';
  return entry.name.startsWith('.') ? 'dotfile' : undefined;
}
