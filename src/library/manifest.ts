/** What a generation says of itself: format, parts that made it, and a checksum of every file. */
import { z } from 'zod';
import { IndexCorruptError, IndexMismatchError } from '../errors.ts';
import { hashBytes } from '../text/hash.ts';

/**
 * Version of the files of a generation. `documents.jsonl`, `texts.bin`, `vectors.bin` keep their
 * form between versions, so that an older generation is rebuilt from them without embedding.
 */
export const FORMAT_VERSION = 5;

export const generationFiles = {
  documents: 'documents.jsonl',
  texts: 'texts.bin',
  chunks: 'chunks.bin',
  vectors: 'vectors.bin',
  terms: 'terms.bin',
  /** Which earlier generations of format 5 lack. */
  counts: 'counts.bin',
  pointers: 'pointers.bin',
} as const;

const manifestSchema = z.strictObject({
  formatVersion: z.int().min(0),
  generation: z.string().regex(/^[0-9]{6,}-[0-9a-f]{8}$/),
  createdAt: z.iso.datetime(),
  chunker: z.string(),
  encoder: z.strictObject({ fingerprint: z.string(), dimensions: z.int().min(1) }).nullable(),
  counts: z.strictObject({ documents: z.int().min(0), chunks: z.int().min(0) }),
  /** A generation of the same documents with vectors was being made. Since format 5. */
  vectorsPending: z.boolean().default(false),
  files: z.record(
    z.string(),
    z.strictObject({ bytes: z.int().min(0), sha256: z.string().length(64) }),
  ),
});

export type Manifest = z.infer<typeof manifestSchema>;

/** The manifest's bytes: its JSON, then the checksum of that JSON on a line of its own. */
export function encodeManifest(manifest: Manifest): string {
  const json = JSON.stringify(manifest, null, 2);
  return `${json}\nsha256 ${hashBytes(json)}\n`;
}

/**
 * @throws IndexCorruptError when the checksum does not match
 * @throws IndexMismatchError when a newer Groundwork wrote it, naming both versions
 */
export function decodeManifest(bytes: Uint8Array, generation: string): Manifest {
  const text = new TextDecoder().decode(bytes);
  const split = text.lastIndexOf('\nsha256 ');
  const json = text.slice(0, split);
  if (split === -1 || text.slice(split) !== `\nsha256 ${hashBytes(json)}\n`) {
    throw new IndexCorruptError(
      `Manifest of generation "${generation}" is damaged; run npm run ingest -- --rebuild.`,
    );
  }
  const version = z.object({ formatVersion: z.int() }).safeParse(JSON.parse(json));
  if (version.success && version.data.formatVersion > FORMAT_VERSION) {
    throw new IndexMismatchError(
      `Index generation "${generation}" has format ${version.data.formatVersion}, this Groundwork reads up to ${FORMAT_VERSION}; update Groundwork, or ingest into another DATA_DIR.`,
    );
  }
  const parsed = manifestSchema.safeParse(JSON.parse(json));
  if (!parsed.success || parsed.data.generation !== generation) {
    throw new IndexCorruptError(
      `Manifest of generation "${generation}" does not describe it; run npm run ingest -- --rebuild.`,
    );
  }
  return parsed.data;
}
