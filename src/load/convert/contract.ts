/** What converters give: a foreign format as Markdown. They run in a child process, and only there. */
import { z } from 'zod';
import { mediaTypes } from '../../types.ts';

/**
 * What a converted file is. The text is read again as Markdown, so sections and blocks are found as in
 * any note.
 */
export const convertedSchema = z.strictObject({
  /** What the content is, whatever the file's name says. */
  mediaType: z.enum(mediaTypes),
  /** Markdown: headings, lists, tables, code; no raw HTML, no images. Lines end in `\n`. */
  text: z.string(),
  /** The title that the file gives itself. */
  title: z.string().exactOptional(),
  /** Ascending and disjoint spans of `text`. */
  pages: z
    .array(
      z.strictObject({
        number: z.int().min(1),
        label: z.string().exactOptional(),
        start: z.int().min(0),
        end: z.int().min(0),
      }),
    )
    .exactOptional(),
  /** Author, date and the like, where the file says them. */
  metadata: z.record(z.string(), z.string()),
  /** What could not be read, one sentence each, naming the page. */
  notices: z.array(z.string()),
  /** Numbers of the pages, ascending, that have no text of their own and show a picture. */
  pictures: z.array(z.int().min(1)).exactOptional(),
});

export type Converted = z.infer<typeof convertedSchema>;

/** Text and pages of a converted file; the dispatcher adds what it is. */
export type ConvertedContent = Omit<Converted, 'mediaType'>;

/** What a recogniser read off the picture of a page. */
export interface PageReading {
  /** From 1. */
  readonly page: number;
  readonly text: string;
}

/**
 * @param readings of pages that are pictures; no other format than PDF has any
 * @throws UserInputError saying in one sentence what is wrong with the file, without its name
 */
export type Convert = (
  bytes: Uint8Array,
  readings?: readonly PageReading[],
) => Promise<ConvertedContent>;

/** Names and sizes of the files in an archive. */
export interface ArchiveEntry {
  /** As the archive has it, with `/` between its parts, never absolute, never `..`. */
  readonly name: string;
  readonly bytes: number;
}

/** Caps on what an archive may hold, read as it is unpacked: sizes in its headers may lie. */
export const archiveCaps = {
  entries: 10_000,
  /** Unpacked, in bytes: of one entry and of all. */
  entryBytes: 64_000_000,
  totalBytes: 256_000_000,
  /** Unpacked for each packed byte, once an entry is above a million bytes. */
  ratio: 200,
  /** Archives within archives are not opened. */
  depth: 1,
} as const;

/** Longest text of one document, in UTF-16 units. */
export const maxConvertedChars = 20_000_000;
