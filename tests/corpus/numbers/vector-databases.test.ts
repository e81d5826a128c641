import { describe, expect, it } from 'vitest';
import { noteSays } from '../note-says.ts';

const slug = 'vector-databases';

describe('numbers in vector-databases', () => {
  it('computes the results left by post-filtering', () => {
    const claim = 'a condition that matches 10% of the rows, only 4 results remain on average';
    expect(noteSays(slug, claim)).toBe(true);
    expect(40 * 0.1).toBe(4);
  });

  it('computes the memory of an HNSW index', () => {
    const vectorBytes = 1_024 * 4;
    const linkBytes = 2 * 16 * 4;
    const gigabytes = ((vectorBytes + linkBytes) * 10_000_000) / 1e9;
    expect(noteSays(slug, 'in 4-byte numbers takes 4,096 bytes')).toBe(true);
    expect(vectorBytes).toBe(4_096);
    expect(noteSays(slug, 'which is 128 bytes, so each vector needs about 4,224 bytes')).toBe(true);
    expect(linkBytes).toBe(128);
    expect(vectorBytes + linkBytes).toBe(4_224);
    expect(noteSays(slug, 'Ten million vectors therefore need about 42.2 GB')).toBe(true);
    expect(gigabytes).toBeCloseTo(42.2, 1);
    expect(noteSays(slug, 'One additional replica doubles the need to about 84.5 GB')).toBe(true);
    expect(gigabytes * 2).toBeCloseTo(84.5, 1);
  });

  it('computes the vector memory after quantisation', () => {
    const claim = 'the vector part to 10.24 GB for ten million vectors';
    expect(noteSays(slug, claim)).toBe(true);
    expect((10_000_000 * 1_024) / 1e9).toBeCloseTo(10.24, 6);
    expect(noteSays(slug, 'binary quantisation reduces it to 1.28 GB')).toBe(true);
    expect((10_000_000 * 1_024) / 8 / 1e9).toBeCloseTo(1.28, 6);
  });
});
