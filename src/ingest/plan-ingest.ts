/** Corpus folder and index -> what an ingestion will do. It reads files and parses none. */
import { ConfigError, EmptyCorpusError, GroundworkError } from '../errors.ts';
import type { KeptDocument } from '../library/document-store.ts';
import { waitsForTesseract } from '../load/left-out-pages.ts';
import { loadConverted, loadText } from '../load/load-document.ts';
import { fileEndings } from '../load/media-type.ts';
import { type CorpusWalk, uploadsPrefix } from '../load/walk-corpus.ts';
import type { Original, ParsedDocument } from '../types.ts';
import type { IngestOptions, IngestReport } from './ingest-corpus.ts';
import { type LoadedDocument, type ReadableDocument, readableDocuments } from './read-file.ts';
import type { SetAsideFiles } from './set-aside.ts';
import { isInShard } from './shard.ts';

export interface PlannedDocument {
  readonly uri: string;
  readonly bytes: number;
  /** The file that it is made of, where it must be converted first. */
  readonly original?: Original;
  /** Whether the index holds another text of it, or none. */
  readonly isNew: boolean;
  /** It is read from the index, not from a file. */
  readonly isStored: boolean;
  /** @throws when the file has gone or cannot be read as what it was */
  load(): Promise<LoadedDocument>;
  /** What the index holds of the same file, for when the file cannot be read. */
  readonly earlier?: PlannedDocument;
}

export interface IngestPlan {
  /** Of the new generation, by uri. */
  readonly documents: readonly PlannedDocument[];
  /** Uris of those that are dropped. */
  readonly removed: readonly string[];
  /** Whether they differ from those of the index. */
  readonly changed: boolean;
  readonly report: Pick<IngestReport, 'added' | 'updated' | 'removed' | 'setAside' | 'skipped'>;
}

/** Files read before other work, such as answering, has its turn. */
const filesAtOnce = 16;

/** @throws EmptyCorpusError when nothing can be ingested, ConfigError when pruning would drop most of the library */
export async function planIngest(
  options: Pick<
    IngestOptions,
    | 'corpusFolder'
    | 'prune'
    | 'pruneOthers'
    | 'confirmPrune'
    | 'rebuild'
    | 'dryRun'
    | 'signal'
    | 'converter'
    | 'shard'
  >,
  walk: CorpusWalk,
  previous: readonly KeptDocument[],
  failures: SetAsideFiles,
): Promise<IngestPlan> {
  const isMine = ({ uri }: { readonly uri: string }) => isInShard(uri, options.shard);
  const kept = previous.filter(isMine);
  const rows = new Map(kept.map((row) => [row.uri, row] as const));
  const setAside: { uri: string; reason: string }[] = [];
  const documents: PlannedDocument[] = [];
  const planned = new Set<string>();
  let added = 0;
  let updated = 0;
  const stored = (uri: string): PlannedDocument | undefined => {
    const row = rows.get(uri);
    return row && storedDocument(row);
  };
  let recognises: Promise<boolean> | undefined;
  /** Asked once, and only where something waits for it. */
  const canRecognise = () => {
    recognises ??= options.converter.canRecognise();
    return recognises;
  };
  const plan = async (readable: ReadableDocument): Promise<void> => {
    const { uri, identity } = readable;
    const row = rows.get(uri);
    const earlier = stored(uri);
    rows.delete(uri);
    if (planned.has(uri)) {
      setAside.push({ uri, reason: sameName(uri) });
      return readable.pass?.();
    }
    planned.add(uri);
    if (row?.isOwn === false && uri.startsWith(uploadsPrefix)) {
      setAside.push({ uri, reason: heldElsewhere(uri) });
      documents.push(storedDocument(row));
      return readable.pass?.();
    }
    if ('original' in identity && !options.rebuild) {
      const lacksPages = waitsForTesseract(row?.metadata ?? {});
      const isConverted = isSameFile(row?.original, identity.original);
      if (earlier && isConverted && !(lacksPages && (await canRecognise()))) {
        documents.push(earlier);
        return readable.pass?.();
      }
      const failure = failures.of(uri, identity.original);
      if (failure && !(failure.waitsForTesseract && (await canRecognise()))) {
        failures.keep(uri);
        setAside.push({ uri, reason: failure.reason });
        if (earlier) documents.push(earlier);
        return readable.pass?.();
      }
    }
    const isNew = !('contentHash' in identity) || row?.contentHash !== identity.contentHash;
    if (row === undefined) added += 1;
    else if (isNew) updated += 1;
    const original = 'original' in identity && identity.original;
    documents.push({
      uri,
      bytes: readable.bytes,
      load: readable.load,
      isNew,
      isStored: false,
      ...(original && { original }),
      ...(earlier && { earlier }),
    });
  };
  /** What the index holds of a file, or of the files in an archive or a folder, stays. */
  const keep = (place: string) => {
    const inside = place.endsWith('/') ? place : `${place}/`;
    for (const uri of [...rows.keys()]) {
      if (uri !== place && !uri.startsWith(inside)) continue;
      documents.push(stored(uri)!);
      rows.delete(uri);
    }
  };
  for (const [at, file] of walk.files.filter(isMine).entries()) {
    if (at % filesAtOnce === 0) await new Promise((resolve) => setImmediate(resolve));
    options.signal?.throwIfAborted();
    try {
      for (const readable of await readableDocuments(file, options.converter)) await plan(readable);
    } catch (error) {
      setAside.push({ uri: file.uri, reason: reasonOf(error, file.uri) });
      keep(file.uri);
    }
  }
  for (const place of walk.unreadable) {
    setAside.push({ uri: place, reason: reasonOf(undefined, place) });
    keep(place);
  }
  // Uploads go only when somebody removes them; a folder may be named wrongly.
  const isFile = ({ uri }: KeptDocument) => !uri.startsWith(uploadsPrefix);
  const mayGo = (row: KeptDocument) =>
    options.prune && (row.isOwn || (options.pruneOthers === true && isFile(row)));
  const gone = [...rows.values()].filter(mayGo);
  const removed = gone.map(({ uri }) => uri);
  for (const row of rows.values()) if (!mayGo(row)) documents.push(storedDocument(row));
  const lost = gone.filter(isFile).length;
  // A share knows of its own files; a server that took in few of many may lose those few.
  const counted = (row: KeptDocument) => isFile(row) && (options.shard === undefined || mayGo(row));
  const before = kept.filter(counted).length;
  if (lost > before / 2 && !options.confirmPrune && !options.dryRun) {
    throw new ConfigError(
      `Ingesting "${options.corpusFolder}" would drop ${lost} of ${before} documents whose files have gone. Check CORPUS_DIR; then run again with --yes to drop them, or --no-prune to keep them.`,
    );
  }
  if (documents.length === 0 && removed.length === 0 && options.shard === undefined) {
    throw new EmptyCorpusError(
      `Corpus folder "${options.corpusFolder}" holds no document that can be ingested (${walk.files.length} found, ${setAside.length} set aside${setAside[0] ? `: ${setAside[0].reason}` : ''}). Put documents there (${fileEndings.join(', ')}), or set CORPUS_DIR.`,
      setAside,
    );
  }
  documents.sort((left, right) => (left.uri < right.uri ? -1 : 1));
  return {
    documents,
    removed,
    changed: added + updated + removed.length > 0,
    report: { added, updated, removed: removed.length, setAside, skipped: walk.skipped },
  };
}

/** Why a file or, ending in `/`, a folder was set aside, and what to do. */
export function reasonOf(error: unknown, uri: string): string {
  if (error instanceof GroundworkError) return error.message;
  const code = error instanceof Error && 'code' in error ? ` (${String(error.code)})` : '';
  const what = uri.endsWith('/') ? 'Folder' : 'File';
  return `${what} "${uri}" cannot be read${code}; check its permissions and ingest again. What the index holds of it is kept.`;
}

function heldElsewhere(uri: string): string {
  return `Another server has taken in an upload named "${uri.slice(uploadsPrefix.length)}"; remove it here, and upload it under another name.`;
}

function sameName(uri: string): string {
  return `File "${uri}" has the same name as another once letters and their accents are composed; rename one of them.`;
}

/** All that is kept, as it stands there. */
export function storedDocuments(kept: readonly KeptDocument[]): PlannedDocument[] {
  return kept.map(storedDocument);
}

function storedDocument(kept: KeptDocument): PlannedDocument {
  return {
    uri: kept.uri,
    bytes: kept.bytes,
    isNew: false,
    isStored: true,
    load: async () => ({ document: await reload(kept), notices: [] }),
  };
}

function isSameFile(stored: Original | undefined, { sha256, converter }: Original): boolean {
  return stored?.sha256 === sha256 && stored.converter === converter;
}

async function reload(kept: KeptDocument): Promise<ParsedDocument> {
  const { original, ...document } = await kept.read();
  if (original !== undefined) return loadConverted({ ...document, original });
  return loadText(document);
}
