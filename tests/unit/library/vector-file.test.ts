import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { seededRandom } from '../../../src/evaluate/metrics.ts';
import { readVectorFile, writeVectorFile } from '../../../src/library/vector-file.ts';
import { hashBytes } from '../../../src/text/hash.ts';
import { temporaryFolder } from '../../fakes/temporary-folder.ts';

const encoder = { fingerprint: 'fake:384', dimensions: 384 };
const random = seededRandom(7);
const vectors = Array.from({ length: 20 }, (_, at) => {
  const values = Float32Array.from({ length: 384 }, () => random() - 0.5);
  const norm = Math.hypot(...values);
  return { key: hashBytes(String(at)), vector: values.map((value) => value / norm) };
});

describe('a vector file', () => {
  it('gives back unit vectors that differ by rounding alone', () => {
    const folder = temporaryFolder();
    writeVectorFile(folder, 'a/b.md', encoder, vectors);
    const read = readVectorFile(folder, 'a/b.md', encoder);
    expect(read.size).toBe(vectors.length);
    for (const { key, vector } of vectors) {
      const cosine = vector.reduce((sum, value, at) => sum + value * read.get(key)![at]!, 0);
      expect(cosine).toBeGreaterThan(0.9999);
    }
  });

  it('gives nothing to another encoder, without a file, or when it is damaged', () => {
    const folder = temporaryFolder();
    writeVectorFile(folder, 'a.md', encoder, vectors);
    expect(readVectorFile(folder, 'a.md', { ...encoder, fingerprint: 'other' }).size).toBe(0);
    expect(readVectorFile(folder, 'b.md', encoder).size).toBe(0);
    const path = join(folder, '.vectors', 'a.md.vec');
    writeFileSync(path, readFileSync(path).subarray(0, 500));
    expect(readVectorFile(folder, 'a.md', encoder).size).toBe(0);
  });
});
