import { describe, expect, it } from 'vitest';
import { noteSays } from '../note-says.ts';

const slug = 'retrieval-augmented-generation';

describe('numbers in retrieval-augmented-generation', () => {
  it('computes the size of the vectors of a small collection', () => {
    const chunks = 10_000 * 20;
    const megabytes = (chunks * 1_024 * 4) / 1e6;
    expect(noteSays(slug, 'gives 200,000 chunks')).toBe(true);
    expect(chunks).toBe(200_000);
    expect(noteSays(slug, 'the 200,000 chunks need 819.2 MB')).toBe(true);
    expect(megabytes).toBeCloseTo(819.2, 6);
  });

  it('multiplies the success rates of retrieval and generation', () => {
    expect(noteSays(slug, 'end-to-end accuracy is about 85.5%')).toBe(true);
    expect(0.9 * 0.95 * 100).toBeCloseTo(85.5, 6);
    expect(noteSays(slug, 'would lift the figure only to 90%')).toBe(true);
    expect(0.9 * 1 * 100).toBe(90);
  });
});
