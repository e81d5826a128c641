/** One file of the corpus -> its document, whichever way its format needs. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { UserInputError } from '../errors.ts';
import { type Converter, converterVersion, mostBytes } from '../load/converter.ts';
import { decodeText } from '../load/decode-text.ts';
import { rememberLeftOut } from '../load/left-out-pages.ts';
import { loadConverted } from '../load/load-document.ts';
import { loadFile } from '../load/load-file.ts';
import { isArchiveName, isOwnText, mediaTypeOf } from '../load/media-type.ts';
import type { CorpusFile } from '../load/walk-corpus.ts';
import { hashBytes } from '../text/hash.ts';
import type { Original, ParsedDocument } from '../types.ts';
import { ArchiveContents } from './archive-contents.ts';

/** A file that will be read, and what tells whether it has changed. */
export interface ReadableDocument {
  readonly uri: string;
  readonly bytes: number;
  /** Of the text where the file is its own text, else of the file. */
  readonly identity: { readonly contentHash: string } | { readonly original: Original };
  /** @throws UserInputError when it cannot be read as a document */
  load(): Promise<LoadedDocument>;
  /** Says that it will not be loaded: then nothing is made ready for it. */
  pass?(): void;
}

export interface LoadedDocument {
  readonly document: ParsedDocument;
  /** What could not be read of it, one sentence each. */
  readonly notices: readonly string[];
}

/** Largest Markdown or text: some hundred books. */
const mostTextBytes = 64_000_000;

/**
 * The documents that a file holds: one, or those of an archive.
 *
 * @throws UserInputError when it is an archive that cannot be listed, or an error of the disk
 */
export async function readableDocuments(
  file: CorpusFile,
  converter: Converter,
): Promise<ReadableDocument[]> {
  const most =
    file.mediaType !== 'application/zip' && isOwnText(file.mediaType) ? mostTextBytes : mostBytes;
  if (file.bytes > most) {
    throw new UserInputError(
      `File "${file.uri}" is of ${Math.round(file.bytes / 1e6)} MB, at most ${most / 1e6} are read; split it.`,
    );
  }
  const bytes = readFileSync(file.path);
  if (file.mediaType === 'application/zip') return documentsInArchive(file, bytes, converter);
  if (isOwnText(file.mediaType)) {
    const text = tryText(bytes, file.uri);
    if (text !== undefined) return [ownText(file, hashBytes(text))];
  }
  const { mediaType } = file;
  return [
    convertible(
      file.uri,
      file.bytes,
      { sha256: await hashInParts(bytes), converter: converterVersion },
      () => converter.convert(readFileSync(file.path), file.uri, mediaType),
    ),
  ];
}

function ownText(file: CorpusFile, contentHash: string): ReadableDocument {
  return {
    uri: file.uri,
    bytes: file.bytes,
    identity: { contentHash },
    load: async () => ({
      document: loadFile(file),
      notices: [],
    }),
  };
}

async function documentsInArchive(
  file: CorpusFile,
  bytes: Uint8Array,
  converter: Converter,
): Promise<ReadableDocument[]> {
  const archive = await hashInParts(bytes);
  const entries = (await converter.list(bytes, file.uri))
    .filter(({ name }) => isDocumentName(name))
    .map((entry) => ({ ...entry, uri: `${file.uri}/${shownName(entry.name)}` }))
    // As documents are read in a run.
    .sort((left, right) => (left.uri < right.uri ? -1 : left.uri > right.uri ? 1 : 0));
  const unpacked = entries.filter(({ name }) => !isArchiveName(name));
  const contents = new ArchiveContents(file, unpacked, converter);
  return entries.map((entry) => {
    const { uri } = entry;
    // The same archive holds the same entries: none need be unpacked to know.
    const original = {
      sha256: hashInArchive(archive, entry.name),
      converter: converterVersion,
    };
    const readable = convertible(uri, entry.bytes, original, async () => {
      if (isArchiveName(entry.name)) {
        throw new UserInputError(
          `File "${uri}" is an archive within an archive, and is not opened; put it beside the other.`,
        );
      }
      return converter.convert(await contents.read(entry.name), uri, mediaTypeOf(entry.name));
    });
    return { ...readable, pass: () => contents.pass(entry.name) };
  });
}

/** Stands for the bytes of a file in an archive, whose own hash is the first. */
export function hashInArchive(archive: string, name: string): string {
  return hashBytes(`${archive} ${name}`);
}

/** Control characters, and those that turn the direction of what is read. */
const unseen = /[\p{Cc}\u202a-\u202e\u2066-\u2069]/gu;

function shownName(name: string): string {
  return name.normalize('NFC').replace(unseen, '_');
}

/** Of the names that programs leave in archives none begins with a dot or `__MACOSX`. */
function isDocumentName(name: string): boolean {
  const parts = name.split('/');
  if (parts.some((part) => part.startsWith('.') || part === '__MACOSX')) return false;
  return mediaTypeOf(name) !== undefined || isArchiveName(name);
}

function convertible(
  uri: string,
  bytes: number,
  original: Original,
  convert: () => ReturnType<Converter['convert']>,
): ReadableDocument {
  return {
    uri,
    bytes,
    identity: { original },
    load: async () => {
      const { notices, leftOut, ...converted } = await convert();
      const metadata = rememberLeftOut(converted.metadata, leftOut);
      return { document: loadConverted({ uri, ...converted, metadata, original }), notices };
    },
  };
}

const hashedAtOnce = 4_000_000;

/** As {@link hashBytes}, and other work, such as answering, has its turn meanwhile. */
async function hashInParts(bytes: Uint8Array): Promise<string> {
  const hash = createHash('sha256');
  for (let at = 0; at < bytes.length; at += hashedAtOnce) {
    if (at > 0) await new Promise((resolve) => setImmediate(resolve));
    hash.update(bytes.subarray(at, at + hashedAtOnce));
  }
  return hash.digest('hex');
}

/** Undefined for what is no text, under whatever name: the converter says what it is. */
function tryText(bytes: Uint8Array, uri: string): string | undefined {
  try {
    return decodeText(bytes, uri);
  } catch {
    return undefined;
  }
}
