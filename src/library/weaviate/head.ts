/** A document as the list of documents shows it: the object that says which version is seen. */
import { z } from 'zod';
import type { Document } from '../../types.ts';
import type { DocumentSummary } from '../contract.ts';
import { documentRowSchema } from '../document-row.ts';
import { summaryOf } from '../document-summary.ts';

const rowSchema = documentRowSchema
  .pick({ id: true, uri: true, mediaType: true, title: true, contentHash: true, metadata: true })
  .extend({
    version: z.string(),
    /** How many hold its text. */
    parts: z.int(),
    chars: z.int(),
    /** Of its text as UTF-8. */
    bytes: z.int(),
    chunks: z.int(),
    /** Of chunks and of texts that lead to them; 0 where it was written without an encoder. */
    vectors: z.int(),
    pages: z.int(),
    /** Which installation took it in. */
    owner: z.string(),
    original: documentRowSchema.shape.original,
  });

type HeadRow = z.infer<typeof rowSchema>;

export interface DocumentHead extends HeadRow {
  readonly summary: DocumentSummary;
}

export interface HeadProperties {
  readonly uri: string;
  readonly version: string;
  readonly row: string;
}

export function encodeHead(
  { id, uri, mediaType, title, contentHash, metadata, text, pages, original }: Document,
  written: Pick<HeadRow, 'version' | 'parts' | 'chunks' | 'vectors' | 'owner'>,
): HeadProperties {
  const row: HeadRow = {
    ...{ id, uri, mediaType, title, contentHash, metadata: { ...metadata } },
    ...written,
    chars: text.length,
    bytes: Buffer.byteLength(text),
    pages: pages?.length ?? 0,
    ...(original && { original: { ...original } }),
  };
  return { uri, version: row.version, row: JSON.stringify(row) };
}

/** Undefined for what another version of Groundwork wrote. */
export function decodeHead(row: unknown): DocumentHead | undefined {
  try {
    const head = rowSchema.parse(JSON.parse(String(row)));
    return { ...head, summary: summaryOf(head) };
  } catch {
    return undefined;
  }
}
