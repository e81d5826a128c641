import { describe, expect, it } from 'vitest';
import { noteSays } from '../note-says.ts';

function windows(length: number, size: number, overlap: number): number {
  return Math.ceil((length - overlap) / (size - overlap));
}

describe('numbers in chunking', () => {
  it('counts the windows of a document with and without overlap', () => {
    const withOverlap = windows(10_000, 400, 50);
    const without = windows(10_000, 400, 0);
    expect(noteSays('chunking', 'an overlap of 50 tokens gives 29 chunks')).toBe(true);
    expect(withOverlap).toBe(29);
    expect(noteSays('chunking', 'the same document gives 25 chunks')).toBe(true);
    expect(without).toBe(25);
    expect(noteSays('chunking', 'enlarges the index by 16%')).toBe(true);
    expect((withOverlap / without - 1) * 100).toBeCloseTo(16, 6);
  });

  it('fits chunks into a prompt budget', () => {
    const claim =
      'a budget of 4,000 tokens holds 10 chunks of 400 tokens or 5 chunks of 800 tokens';
    expect(noteSays('chunking', claim)).toBe(true);
    expect(4_000 / 400).toBe(10);
    expect(4_000 / 800).toBe(5);
  });

  it('computes token recall and token precision', () => {
    expect(noteSays('chunking', 'token recall is 75% and token precision is 3%')).toBe(true);
    expect((60 / 80) * 100).toBe(75);
    expect((60 / (5 * 400)) * 100).toBe(3);
  });
});
