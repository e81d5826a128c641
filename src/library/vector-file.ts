/**
 * Vectors kept beside a corpus: one file a document under `.vectors/`, so that the shipped notes
 * need no encoding on a fresh machine. A vector is used only where encoder and embedded text match.
 * Values are rounded to 8 bits (cosine to the exact vector above 0.9999), which keeps the repository
 * a quarter of the size.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { columnOf, decodeColumns, encodeColumns } from './columns.ts';
import type { EncoderIdentity, KeyedVector } from './contract.ts';
import { unitVectorsOnly } from './vector-keys.ts';

/** A vector's largest value is 127 levels from zero; its length is 1, so its scale need not be kept. */
const levelsEachSide = 127;
const zeroLevel = 128;

/** Where vectors stand beside a corpus. */
export function vectorsFolder(corpusFolder: string): string {
  return join(corpusFolder, '.vectors');
}

/** Where the vectors of one document stand. */
export function vectorFilePath(corpusFolder: string, uri: string): string {
  return join(vectorsFolder(corpusFolder), `${uri}.vec`);
}

export function hasVectorFile(corpusFolder: string, uri: string): boolean {
  return existsSync(vectorFilePath(corpusFolder, uri));
}

export function writeVectorFile(
  corpusFolder: string,
  uri: string,
  encoder: EncoderIdentity,
  vectors: readonly KeyedVector[],
): void {
  const values = new Uint8Array(vectors.length * encoder.dimensions);
  for (const [at, { vector }] of vectors.entries()) {
    const largest = vector.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
    const levels = vector.map(
      (value) => Math.round((value / largest) * levelsEachSide) + zeroLevel,
    );
    values.set(levels, at * encoder.dimensions);
  }
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
    const levels = columnOf(columns, 'values', 'u8', path);
    const values = Float32Array.from(levels, (level) => level - zeroLevel);
    for (let at = 0; at < values.length; at += encoder.dimensions) {
      scaleToUnit(values.subarray(at, at + encoder.dimensions));
    }
    return unitVectorsOnly(columnOf(columns, 'keys', 'u8', path), values, encoder.dimensions);
  } catch {
    return new Map();
  }
}

function scaleToUnit(vector: Float32Array): void {
  const norm = Math.hypot(...vector);
  for (let at = 0; at < vector.length; at += 1) vector[at] = vector[at]! / norm;
}
