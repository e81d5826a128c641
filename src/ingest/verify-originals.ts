/**
 * Whether the files that documents were made of are there and the same. Uploads are kept by us, so what
 * is wrong with one is a problem; the files of the corpus folder are somebody else's.
 */
import { readFileSync } from 'node:fs';
import type { DocumentRow } from '../library/document-row.ts';
import { decodeText } from '../load/decode-text.ts';
import { type CorpusWalk, uploadsPrefix } from '../load/walk-corpus.ts';
import { hashBytes } from '../text/hash.ts';
import { hashInArchive } from './read-file.ts';
import type { SetAsideFiles } from './set-aside.ts';

export interface OriginalsReport {
  /** Uploads that are there. */
  readonly originals: number;
  /** One sentence each; empty when all is well. */
  readonly problems: readonly string[];
  /** What may be as it should be, one sentence each. */
  readonly notices: readonly string[];
}

interface OriginalsGiven {
  readonly rows: readonly Pick<DocumentRow, 'uri' | 'contentHash' | 'original'>[];
  readonly failures: SetAsideFiles;
  /** Of corpus and uploads, or of the uploads alone. */
  readonly walk: CorpusWalk;
  readonly hasCorpus: boolean;
}

/** What is known of the file that a document was made of, or was to be made of. */
interface Identity {
  readonly uri: string;
  /** Of the file, or of its place in an archive; undefined where the file is its own text. */
  readonly sha256: string | undefined;
  readonly contentHash?: string;
}

/** Reads each upload once. */
export function verifyOriginals({
  rows,
  failures,
  walk,
  hasCorpus,
}: OriginalsGiven): OriginalsReport {
  const problems: string[] = [];
  const notices: string[] = [];
  const known = new Map<string, Identity[]>(walk.files.map(({ uri }) => [uri, []]));
  const lostFiles: string[] = [];
  for (const { uri, contentHash, original } of rows) {
    const identities = known.get(placeOf(uri, known) ?? '');
    if (identities) identities.push({ uri, sha256: original?.sha256, contentHash });
    else if (!isUpload(uri)) lostFiles.push(uri);
    else if (!walk.unreadable.includes(uri)) {
      problems.push(
        `Document "${uri}" has lost its original; put the file back from a backup, or let npm run ingest drop the document.`,
      );
    }
  }
  for (const { uri, sha256 } of failures.list()) {
    known.get(placeOf(uri, known) ?? '')?.push({ uri, sha256 });
  }
  for (const uri of setAsideAndLost(failures, walk)) {
    problems.push(
      `File "${uri}" is set aside and no longer there; npm run verify -- --repair forgets it.`,
    );
  }
  const uploads = walk.files.filter(({ uri }) => isUpload(uri));
  for (const { uri, path, mediaType } of uploads) {
    const identities = known.get(uri)!;
    try {
      const bytes = readFileSync(path);
      if (identities.length === 0) {
        // Of an archive without a document nothing is ever made.
        if (mediaType === 'application/zip') notices.push(`Archive "${uri}" is in no document.`);
        else problems.push(`Original "${uri}" is in no document; run npm run ingest.`);
      } else if (!isOneOf(bytes, uri, identities)) {
        problems.push(
          `Original "${uri}" is not what its document was made of, so it was replaced or is damaged; run npm run ingest to read it again, or put it back from a backup.`,
        );
      }
    } catch (error) {
      problems.push(unreadable(uri, error));
    }
  }
  problems.push(...walk.unreadable.filter(isUpload).map((uri) => unreadable(uri)));
  if (hasCorpus && lostFiles.length > 0) {
    const count = lostFiles.length === 1 ? '1 document has' : `${lostFiles.length} documents have`;
    notices.push(
      `${count} no file in the corpus folder, the first "${lostFiles[0]}"; npm run ingest drops what has gone.`,
    );
  }
  return { originals: uploads.length, problems, notices };
}

/** Uploads that were set aside and have gone since. */
export function setAsideAndLost(failures: SetAsideFiles, walk: CorpusWalk): string[] {
  const known = new Map(walk.files.map(({ uri }) => [uri, true]));
  return failures
    .list()
    .map(({ uri }) => uri)
    .filter((uri) => isUpload(uri) && placeOf(uri, known) === undefined);
}

function isUpload(uri: string): boolean {
  return uri.startsWith(uploadsPrefix);
}

/** The file of a document: of its uri, or the archive that holds it. */
function placeOf(uri: string, files: ReadonlyMap<string, unknown>): string | undefined {
  for (let place = uri; place !== ''; place = place.slice(0, Math.max(0, place.lastIndexOf('/')))) {
    if (files.has(place)) return place;
  }
  return undefined;
}

/** One document of an archive speaks for all: names of some are shown otherwise than they are. */
function isOneOf(bytes: Uint8Array, place: string, identities: readonly Identity[]): boolean {
  const whole = hashBytes(bytes);
  return identities.some(({ uri, sha256, contentHash }) => {
    if (sha256 === undefined) return contentHash === textHashOf(bytes, uri);
    if (uri === place) return sha256 === whole;
    const name = uri.slice(place.length + 1);
    return [name, name.normalize('NFD')].some((given) => hashInArchive(whole, given) === sha256);
  });
}

function textHashOf(bytes: Uint8Array, uri: string): string | undefined {
  try {
    return hashBytes(decodeText(bytes, uri));
  } catch {
    return undefined;
  }
}

function unreadable(uri: string, error?: unknown): string {
  const code = error instanceof Error && 'code' in error ? ` (${String(error.code)})` : '';
  return `Original "${uri}" cannot be read${code}; check its permissions and the disk.`;
}
