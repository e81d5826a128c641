/** What both libraries list of a document. */
import type { DocumentSummary } from './contract.ts';
import type { DocumentRow } from './document-row.ts';

/** @param row with the number of its pages */
export function summaryOf(
  row: Omit<DocumentSummary, 'topic' | 'updated'> & Pick<DocumentRow, 'metadata'>,
): DocumentSummary {
  const topic = row.metadata['topic'];
  return {
    id: row.id,
    uri: row.uri,
    mediaType: row.mediaType,
    title: row.title,
    contentHash: row.contentHash,
    chars: row.chars,
    chunks: row.chunks,
    pages: row.pages,
    topic: typeof topic === 'string' ? topic : null,
    updated: dayOf(row.metadata['updated']),
  };
}

/** `'2026-05-01T00:00:00.000Z'` -> `'2026-05-01'`; null for what begins with no date. */
function dayOf(value: unknown): string | null {
  if (typeof value !== 'string') return null;
  return /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])(?!\d)/.exec(value.trim())?.[0] ?? null;
}
