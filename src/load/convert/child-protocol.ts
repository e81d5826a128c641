/** What parent and child say to each other. Bytes travel as they are. */
import { z } from 'zod';
import type { MediaType } from '../../types.ts';
import { convertedSchema } from './contract.ts';

export type ChildRequest =
  | {
      readonly job: 'convert';
      readonly bytes: Uint8Array;
      readonly uri: string;
      readonly claimed: MediaType | undefined;
    }
  | { readonly job: 'list'; readonly bytes: Uint8Array }
  | { readonly job: 'extract'; readonly bytes: Uint8Array; readonly name: string };

/** The child has read a hostile file: nothing that it says is believed without being looked at. */
export const childReplySchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('converted'), converted: convertedSchema }),
  z.strictObject({
    kind: z.literal('entries'),
    entries: z.array(z.strictObject({ name: z.string(), bytes: z.number() })),
  }),
  z.strictObject({ kind: z.literal('bytes'), bytes: z.instanceof(Uint8Array) }),
  /** What is wrong with the file, as the rest of a sentence that its name opens. */
  z.strictObject({ kind: z.literal('refused'), reason: z.string().max(500) }),
]);

export type ChildReply = z.infer<typeof childReplySchema>;
