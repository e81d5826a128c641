import { hashParts } from '../text/hash.ts';

/** Under which a vector is reused: the same encoder and the same text give the same vector. */
export function vectorKey(fingerprint: string, embeddedText: string): string {
  return hashParts(fingerprint, embeddedText);
}

/** As near to 1 as 32 bits leave it. */
export function hasUnitLength(vector: Float32Array): boolean {
  let squares = 0;
  for (const value of vector) squares += value * value;
  return Math.abs(squares - 1) < 1e-3;
}

/**
 * Rows by key. Rows that are no unit vectors are left out: they would be embedded again rather than
 * poison a search.
 */
export function unitVectorsOnly(
  keys: Uint8Array,
  values: Float32Array,
  dimensions: number,
): Map<string, Float32Array> {
  const vectors = new Map<string, Float32Array>();
  for (let row = 0; row * 32 < keys.length; row += 1) {
    const vector = values.subarray(row * dimensions, (row + 1) * dimensions);
    if (vector.length === dimensions && hasUnitLength(vector)) {
      vectors.set(Buffer.from(keys.subarray(row * 32, row * 32 + 32)).toString('hex'), vector);
    }
  }
  return vectors;
}
