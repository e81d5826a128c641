/**
 * Documents that came over HTTP: kept beside the index, since the corpus may not be ours. A file is
 * there whole or not at all, and its name leads nowhere else.
 */
import { randomBytes } from 'node:crypto';
import {
  closeSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  renameSync,
  rmSync,
} from 'node:fs';
import { join } from 'node:path';
import { fileEndings } from '../load/media-type.ts';
import { uploadsPrefix } from '../load/walk-corpus.ts';

export function uploadsFolder(dataFolder: string): string {
  return join(dataFolder, 'uploads');
}

/** Longest name of a file, in bytes: of the 255 that file systems allow some is left for drafts. */
const longestName = 180;
/** Names that Windows keeps for devices, whatever their ending. */
const devices = /^(?:con|prn|aux|nul|com\d|lpt\d)(?=\.|$)/i;

/**
 * A name that can be written on any system and leads nowhere, or undefined where the ending is of no
 * kind that can be read.
 *
 * `'../Übung 1?.PDF'` -> `'Übung 1_.pdf'`
 */
export function safeName(given: string): string | undefined {
  const base = given.normalize('NFC').split(/[/\\]/).at(-1) ?? '';
  const clean = base
    .replace(/[\p{Cc}\p{Cf}\p{Co}\p{Cs}\p{Zl}\p{Zp}<>:"|?*]/gu, '_')
    .replace(/^[.\s]+|[.\s]+$/g, '');
  const ending = (/\.[^.]+$/.exec(clean)?.[0] ?? '').toLowerCase();
  if (!fileEndings.includes(ending)) return undefined;
  let stem = clean.slice(0, clean.length - ending.length).trim();
  if (stem === '' || devices.test(stem)) stem = `_${stem}`;
  while (Buffer.byteLength(stem + ending) > longestName) stem = [...stem].slice(0, -1).join('');
  return stem + ending;
}

/** Where a file is written while it comes; what begins with a dot is no document. */
export function draftName(): string {
  return `.incoming-${randomBytes(8).toString('hex')}`;
}

/** Gives a draft its name; an earlier file of that name is replaced. Survives a loss of power. */
export function keepUpload(folder: string, draft: string, name: string): void {
  sync(join(folder, draft));
  renameSync(join(folder, draft), join(folder, name));
  sync(folder);
}

/** Drafts of uploads that never came whole. */
export function sweepDrafts(folder: string): void {
  mkdirSync(folder, { recursive: true });
  for (const name of readdirSync(folder)) {
    if (name.startsWith('.incoming-')) rmSync(join(folder, name), { force: true });
  }
}

/** The file of an uploaded document, or of the archive that holds it; undefined for others. */
export function uploadOf(folder: string, uri: string): string | undefined {
  if (!uri.startsWith(uploadsPrefix)) return undefined;
  const name = uri.slice(uploadsPrefix.length).split('/')[0] ?? '';
  return safeName(name) === name ? join(folder, name) : undefined;
}

function sync(path: string): void {
  if (process.platform === 'win32') return;
  const descriptor = openSync(path, 'r');
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}
