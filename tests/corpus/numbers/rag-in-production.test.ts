import { describe, expect, it } from 'vitest';
import { noteSays } from '../note-says.ts';

const slug = 'rag-in-production';

describe('numbers in rag-in-production', () => {
  it('computes the work of incremental indexing', () => {
    expect(noteSays(slug, 'embeds 20,000 chunks instead of 1,000,000')).toBe(true);
    expect(1_000_000 * 0.02).toBe(20_000);
    expect(noteSays(slug, 'which is a fiftieth of the work')).toBe(true);
    expect(1_000_000 / 20_000).toBe(50);
  });

  it('adds up the latency budget', () => {
    expect(noteSays(slug, 'add up to 1,200 ms before the user sees text')).toBe(true);
    expect(300 + 50 + 50 + 200 + 600).toBe(1_200);
  });

  it('computes the memory of 200 million vectors', () => {
    const chunks = 10_000_000 * 20;
    const numbers = chunks * 1_024;
    expect(noteSays(slug, 'give 200 million chunks')).toBe(true);
    expect(chunks).toBe(200_000_000);
    const claim =
      '819.2 GB in 4-byte numbers, 204.8 GB in 1-byte numbers and 25.6 GB in binary form';
    expect(noteSays(slug, claim)).toBe(true);
    expect((numbers * 4) / 1e9).toBeCloseTo(819.2, 6);
    expect(numbers / 1e9).toBeCloseTo(204.8, 6);
    expect(numbers / 8 / 1e9).toBeCloseTo(25.6, 6);
  });

  it('computes the time to embed all chunks', () => {
    expect(noteSays(slug, '200 million chunks take about 28 hours')).toBe(true);
    expect(Math.round(200_000_000 / 2_000 / 3_600)).toBe(28);
  });
});
