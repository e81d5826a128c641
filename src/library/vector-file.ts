/**
 * Vectors kept beside a corpus: one file a document under `.vectors/`, so that the shipped notes
 * need no encoding on a fresh machine. A vector is used only where encoder and embedded text match.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { columnOf, decodeColumns, encodeColumns } from './columns.ts';
import type { EncoderIdentity, KeyedVector } from './contract.ts';
import { unitVectorsOnly } from './vector-keys.ts';

/** Where vectors stand beside a corpus. */
export function vectorsFolder(corpusFolder: string): string {
  return join(corpusFolder, '.vectors');
}

function vectorFilePath(corpusFolder: string, uri: string): string {
  return join(vectorsFolder(corpusFolder), `${uri}.vec`);
}

export function writeVectorFile(
  corpusFolder: string,
  uri: string,
  encoder: EncoderIdentity,
  vectors: readonly KeyedVector[],
): void {
  const values = new Float32Array(vectors.length * encoder.dimensions);
  for (const [at, { vector }] of vectors.entries()) values.set(vector, at * encoder.dimensions);
  const parts = encodeColumns({
    encoder: new TextEncoder().encode(encoder.fingerprint),
    keys: Buffer.concat(vectors.map(({ key }) => Buffer.from(key, 'hex'))),
    values,
  });
  const path = vectorFilePath(corpusFolder, uri);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, Buffer.concat(parts));
}

/** Vectors by key, or none when there is no file, another encoder made it, or it is damaged. */
export function readVectorFile(
  corpusFolder: string,
  uri: string,
  encoder: EncoderIdentity,
): ReadonlyMap<string, Float32Array> {
  const path = vectorFilePath(corpusFolder, uri);
  try {
    const columns = decodeColumns(new Uint8Array(readFileSync(path)), path);
    const fingerprint = new TextDecoder().decode(columnOf(columns, 'encoder', 'u8', path));
    if (fingerprint !== encoder.fingerprint) return new Map();
    return unitVectorsOnly(
      columnOf(columns, 'keys', 'u8', path),
      columnOf(columns, 'values', 'f32', path),
      encoder.dimensions,
    );
  } catch {
    return new Map();
  }
}
