/** A document as a line of `documents.jsonl`: everything but its text, which stands in `texts.bin`. */
import { z } from 'zod';
import { type Document, mediaTypes } from '../types.ts';

export const documentRowSchema = z.object({
  id: z.string(),
  uri: z.string(),
  mediaType: z.enum(mediaTypes),
  title: z.string(),
  contentHash: z.string(),
  metadata: z.record(z.string(), z.unknown()),
  sections: z.array(
    z.object({
      start: z.int(),
      end: z.int(),
      headingPath: z.array(z.string()),
      keys: z.array(z.string()),
    }),
  ),
  /** Size of the text in UTF-16 units. */
  chars: z.int(),
  /** Place of the UTF-8 text in `texts.bin`. */
  textOffset: z.int(),
  textBytes: z.int(),
  chunks: z.int(),
  pages: z
    .array(
      z.object({
        number: z.int(),
        label: z.string().exactOptional(),
        start: z.int(),
        end: z.int(),
      }),
    )
    .exactOptional(),
  original: z.object({ sha256: z.string(), converter: z.int() }).exactOptional(),
});

export type DocumentRow = z.infer<typeof documentRowSchema>;

export function documentRow(
  document: Omit<Document, 'text'>,
  place: Pick<DocumentRow, 'chars' | 'textOffset' | 'textBytes' | 'chunks'>,
): DocumentRow {
  return {
    id: document.id,
    uri: document.uri,
    mediaType: document.mediaType,
    title: document.title,
    contentHash: document.contentHash,
    metadata: { ...document.metadata },
    sections: document.sections.map((section) => ({
      start: section.start,
      end: section.end,
      headingPath: [...section.headingPath],
      keys: [...section.keys],
    })),
    ...(document.pages && { pages: document.pages.map((page) => ({ ...page })) }),
    ...(document.original && { original: { ...document.original } }),
    ...place,
  };
}
