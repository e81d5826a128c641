/** A version of a document as Weaviate keeps it: one JSON text, cut into parts that fit into messages. */
import { z } from 'zod';
import { IndexCorruptError } from '../../errors.ts';
import { hashBytes } from '../../text/hash.ts';
import type { Chunk, Document } from '../../types.ts';
import { documentRowSchema } from '../document-row.ts';

/** In UTF-16 units: at most three bytes each, and the smallest message that servers take is 4 MB. */
const partChars = 1_000_000;

const bodySchema = documentRowSchema
  .omit({ textOffset: true, textBytes: true, chunks: true, chars: true })
  .extend({
    text: z.string(),
    /** Id, start, end and position of the section. */
    chunks: z.array(z.tuple([z.string(), z.int(), z.int(), z.int()])),
  });

export type DocumentBody = z.infer<typeof bodySchema>;

export interface EncodedBody {
  /** Hash of all that is in it. */
  readonly version: string;
  readonly parts: readonly string[];
}

export function encodeBody(document: Document, chunks: readonly Chunk[]): EncodedBody {
  const { id, uri, mediaType, title, text, contentHash, sections, metadata, pages, original } =
    document;
  const body = JSON.stringify({
    ...{ id, uri, mediaType, title, contentHash, metadata, sections, text, pages, original },
    chunks: chunks.map((chunk) => [chunk.id, chunk.start, chunk.end, chunk.sectionOrdinal]),
  });
  const parts: string[] = [];
  for (let at = 0; at < body.length; ) {
    let end = Math.min(body.length, at + partChars);
    if (end < body.length && isHighSurrogate(body.charCodeAt(end - 1))) end -= 1;
    parts.push(body.slice(at, end));
    at = end;
  }
  return { version: hashBytes(body).slice(0, 32), parts };
}

/** @throws IndexCorruptError when the parts are none that `encodeBody` made */
export function decodeBody(parts: readonly string[], uri: string): DocumentBody {
  try {
    return bodySchema.parse(JSON.parse(parts.join('')));
  } catch (cause) {
    throw new IndexCorruptError(
      `Document "${uri}" in Weaviate cannot be read; run npm run ingest -- --rebuild.`,
      { cause },
    );
  }
}

export function documentOf({ chunks: _, pages, original, ...body }: DocumentBody): Document {
  return { ...body, ...(pages && { pages }), ...(original && { original }) };
}

function isHighSurrogate(unit: number): boolean {
  return unit >= 0xd800 && unit < 0xdc00;
}
