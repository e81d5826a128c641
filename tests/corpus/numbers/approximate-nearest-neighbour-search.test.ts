import { describe, expect, it } from 'vitest';
import { noteSays } from '../note-says.ts';

const slug = 'approximate-nearest-neighbour-search';

describe('numbers in approximate-nearest-neighbour-search', () => {
  it('computes the work of exact search', () => {
    expect(noteSays(slug, 'about 10.24 billion multiply-add operations')).toBe(true);
    expect((10_000_000 * 1_024) / 1e9).toBeCloseTo(10.24, 6);
    expect(noteSays(slug, 'reads 40.96 GB of data')).toBe(true);
    expect((10_000_000 * 1_024 * 4) / 1e9).toBeCloseTo(40.96, 6);
  });

  it('computes the spread of random cosines and the share searched by IVF', () => {
    expect(noteSays(slug, 'the standard deviation is about 0.031')).toBe(true);
    expect(1 / Math.sqrt(1_024)).toBeCloseTo(0.031, 3);
    const compared = (10_000_000 / 4_096) * 32;
    expect(noteSays(slug, 'compares about 78,125 vectors, which is 0.78% of the')).toBe(true);
    expect(compared).toBe(78_125);
    expect((compared / 10_000_000) * 100).toBeCloseTo(0.78, 2);
  });

  it('computes the compression of product quantisation', () => {
    expect(noteSays(slug, 'the code takes 64 bytes, a compression of 64 times')).toBe(true);
    expect((1_024 * 4) / 64).toBe(64);
  });

  it('computes the memory of each index type', () => {
    const gigabytes = (bytesPerVector: number): number => (bytesPerVector * 10_000_000) / 1e9;
    const links = 2 * 16 * 4;
    expect(noteSays(slug, 'for each vector and 40.96 GB in total')).toBe(true);
    expect(gigabytes(4_096)).toBeCloseTo(40.96, 6);
    expect(noteSays(slug, 'about 42.24 GB in total')).toBe(true);
    expect(gigabytes(4_096 + links)).toBeCloseTo(42.24, 6);
    expect(noteSays(slug, 'takes about 1,152 bytes for each vector and about 11.52 GB')).toBe(true);
    expect(1_024 + links).toBe(1_152);
    expect(gigabytes(1_024 + links)).toBeCloseTo(11.52, 6);
    expect(noteSays(slug, 'takes 72 bytes for each vector and about 0.72 GB in total')).toBe(true);
    expect(gigabytes(64 + 8)).toBeCloseTo(0.72, 6);
  });
});
