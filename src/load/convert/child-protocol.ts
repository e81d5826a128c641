/** What parent and child say to each other. Bytes travel as they are. */
import { z } from 'zod';
import type { MediaType } from '../../types.ts';
import { convertedSchema, type PageReading } from './contract.ts';

export type ChildRequest =
  | {
      readonly job: 'convert';
      readonly bytes: Uint8Array;
      readonly uri: string;
      readonly claimed: MediaType | undefined;
      readonly readings?: readonly PageReading[];
    }
  /** The greatest picture of a page. */
  | { readonly job: 'picture'; readonly bytes: Uint8Array; readonly page: number }
  | { readonly job: 'list'; readonly bytes: Uint8Array }
  | { readonly job: 'extract'; readonly bytes: Uint8Array; readonly names: readonly string[] };

/** The child has read a hostile file: nothing that it says is believed without being looked at. */
export const childReplySchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('converted'), converted: convertedSchema }),
  z.strictObject({
    kind: z.literal('entries'),
    entries: z.array(z.strictObject({ name: z.string(), bytes: z.number() })),
  }),
  z.strictObject({
    kind: z.literal('files'),
    files: z.array(
      z.strictObject({
        name: z.string(),
        content: z.union([
          z.instanceof(Uint8Array),
          /** Why this one cannot be unpacked, as `refused` says it of a file. */
          z.string().max(500),
        ]),
      }),
    ),
  }),
  /** As a PGM or PPM file; empty where the page has no picture that can be read. */
  z.strictObject({ kind: z.literal('picture'), bytes: z.instanceof(Uint8Array) }),
  /** What is wrong with the file, as the rest of a sentence that its name opens. */
  z.strictObject({ kind: z.literal('refused'), reason: z.string().max(500) }),
]);

export type ChildReply = z.infer<typeof childReplySchema>;
