/** Corpus folder and index -> what an ingestion will do. It reads files and parses none. */
import { readFileSync } from 'node:fs';
import { ConfigError, EmptyCorpusError, GroundworkError } from '../errors.ts';
import type { StoredGeneration } from '../library/stored-generation.ts';
import { decodeText } from '../load/decode-text.ts';
import { loadDocument } from '../load/load-document.ts';
import type { CorpusFile, CorpusWalk } from '../load/walk-corpus.ts';
import { hashBytes } from '../text/hash.ts';
import type { ParsedDocument } from '../types.ts';
import type { IngestOptions, IngestReport } from './ingest-corpus.ts';

export interface PlannedDocument {
  readonly uri: string;
  readonly bytes: number;
  /** @throws when the file has gone or is no text any more */
  load(): ParsedDocument;
  /** What the index holds of the same file, for when the file cannot be read. */
  readonly earlier?: PlannedDocument;
}

export interface IngestPlan {
  /** Of the new generation, by uri. */
  readonly documents: readonly PlannedDocument[];
  /** Whether they differ from those of the index. */
  readonly changed: boolean;
  readonly report: Pick<IngestReport, 'added' | 'updated' | 'removed' | 'setAside' | 'skipped'>;
}

/** Files read before other work, such as answering, has its turn. */
const filesAtOnce = 16;

/** @throws EmptyCorpusError when nothing can be ingested, ConfigError when pruning would drop most of the library */
export async function planIngest(
  options: Pick<IngestOptions, 'corpusFolder' | 'prune' | 'confirmPrune' | 'dryRun' | 'signal'>,
  walk: CorpusWalk,
  previous: StoredGeneration | undefined,
): Promise<IngestPlan> {
  const rows = new Map(previous?.rows.map((row) => [row.uri, row] as const));
  const setAside: { uri: string; reason: string }[] = [];
  const documents: PlannedDocument[] = [];
  const planned = new Set<string>();
  let added = 0;
  let updated = 0;
  const stored = (uri: string): PlannedDocument | undefined => {
    const row = rows.get(uri);
    if (row === undefined || previous === undefined) return undefined;
    return { uri, bytes: row.textBytes, load: () => reload(previous, row) };
  };
  for (const [at, file] of walk.files.entries()) {
    if (at % filesAtOnce === 0) await new Promise((resolve) => setImmediate(resolve));
    options.signal?.throwIfAborted();
    if (planned.has(file.uri)) {
      setAside.push({ uri: file.uri, reason: sameName(file.uri) });
      continue;
    }
    planned.add(file.uri);
    const earlier = stored(file.uri);
    try {
      const text = decodeText(readFileSync(file.path), file.uri);
      const row = rows.get(file.uri);
      if (row === undefined) added += 1;
      else if (row.contentHash !== hashBytes(text)) updated += 1;
      documents.push({
        uri: file.uri,
        bytes: file.bytes,
        load: () => load(file),
        ...(earlier && { earlier }),
      });
    } catch (error) {
      setAside.push({ uri: file.uri, reason: reasonOf(error, file.uri) });
      if (earlier) documents.push(earlier);
    }
    rows.delete(file.uri);
  }
  for (const place of walk.unreadable) {
    setAside.push({ uri: place, reason: reasonOf(undefined, place) });
    for (const uri of [...rows.keys()]) {
      if (uri !== place && !(place.endsWith('/') && uri.startsWith(place))) continue;
      documents.push(stored(uri)!);
      rows.delete(uri);
    }
  }
  const gone = [...rows.keys()];
  for (const uri of options.prune ? [] : gone) documents.push(stored(uri)!);
  const removed = options.prune ? gone.length : 0;
  const before = previous?.rows.length ?? 0;
  if (removed > before / 2 && !options.confirmPrune && !options.dryRun) {
    throw new ConfigError(
      `Ingesting "${options.corpusFolder}" would drop ${removed} of ${before} documents whose files have gone. Check CORPUS_DIR; then run again with --yes to drop them, or --no-prune to keep them.`,
    );
  }
  if (documents.length === 0 && removed === 0) {
    throw new EmptyCorpusError(
      `Corpus folder "${options.corpusFolder}" holds no document that can be ingested (${walk.files.length} found, ${setAside.length} set aside${setAside[0] ? `: ${setAside[0].reason}` : ''}). Put .md, .markdown or .txt files there, or set CORPUS_DIR.`,
    );
  }
  documents.sort((left, right) => (left.uri < right.uri ? -1 : 1));
  return {
    documents,
    changed: added + updated + removed > 0,
    report: { added, updated, removed, setAside, skipped: walk.skipped },
  };
}

/** Why a file or, ending in `/`, a folder was set aside, and what to do. */
export function reasonOf(error: unknown, uri: string): string {
  if (error instanceof GroundworkError) return error.message;
  const code = error instanceof Error && 'code' in error ? ` (${String(error.code)})` : '';
  const what = uri.endsWith('/') ? 'Folder' : 'File';
  return `${what} "${uri}" cannot be read${code}; check its permissions and ingest again. What the index holds of it is kept.`;
}

function sameName(uri: string): string {
  return `File "${uri}" has the same name as another once letters and their accents are composed; rename one of them.`;
}

function load(file: CorpusFile): ParsedDocument {
  return loadDocument({ uri: file.uri, mediaType: file.mediaType, bytes: readFileSync(file.path) });
}

function reload(previous: StoredGeneration, row: StoredGeneration['rows'][number]): ParsedDocument {
  const { uri, mediaType, text } = previous.document(row);
  return loadDocument({ uri, mediaType, bytes: new TextEncoder().encode(text) });
}
