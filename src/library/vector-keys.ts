import { hashParts } from '../text/hash.ts';

/** Under which a vector is reused: the same encoder and the same text give the same vector. */
export function vectorKey(fingerprint: string, embeddedText: string): string {
  return hashParts(fingerprint, embeddedText);
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
    const squares = vector.reduce((sum, value) => sum + value * value, 0);
    if (vector.length === dimensions && Math.abs(squares - 1) < 1e-3) {
      vectors.set(Buffer.from(keys.subarray(row * 32, row * 32 + 32)).toString('hex'), vector);
    }
  }
  return vectors;
}
