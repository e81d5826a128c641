import { describe, expect, it } from 'vitest';
import { noteSays } from '../note-says.ts';

describe('numbers in embeddings', () => {
  it('computes cosine similarity and Euclidean distance of two vectors', () => {
    const dot = 3 * 4 + 4 * 3;
    const cosine = dot / (Math.hypot(3, 4) * Math.hypot(4, 3));
    const claim = 'the dot product is 24, the two lengths are 5, and the cosine similarity is 0.96';
    expect(noteSays('embeddings', claim)).toBe(true);
    expect(dot).toBe(24);
    expect(Math.hypot(3, 4)).toBe(5);
    expect(cosine).toBeCloseTo(0.96, 10);
    expect(noteSays('embeddings', 'is about 1.41')).toBe(true);
    expect(Math.hypot(3 - 4, 4 - 3)).toBeCloseTo(1.41, 2);
  });

  it('checks the identity between distance and cosine of unit vectors', () => {
    const squaredDistance = (0.6 - 0.8) ** 2 + (0.8 - 0.6) ** 2;
    expect(squaredDistance).toBeCloseTo(2 - 2 * 0.96, 10);
  });

  it('computes the storage of a million vectors', () => {
    const fullGigabytes = (1_000_000 * 1_536 * 4) / 1e9;
    const shortGigabytes = (1_000_000 * 256 * 4) / 1e9;
    expect(noteSays('embeddings', 'take 6.144 GB before any index overhead')).toBe(true);
    expect(fullGigabytes).toBeCloseTo(6.144, 9);
    expect(noteSays('embeddings', 'from 6.144 GB to 1.024 GB, a factor of 6')).toBe(true);
    expect(shortGigabytes).toBeCloseTo(1.024, 9);
    expect(fullGigabytes / shortGigabytes).toBeCloseTo(6, 9);
  });

  it('counts the sentence pairs among 10,000 sentences', () => {
    expect(noteSays('embeddings', 'needs 49,995,000 pairwise passes')).toBe(true);
    expect((10_000 * 9_999) / 2).toBe(49_995_000);
  });
});
