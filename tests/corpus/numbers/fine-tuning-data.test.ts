import { describe, expect, it } from 'vitest';
import { noteSays } from '../note-says.ts';

const slug = 'fine-tuning-data';

describe('numbers in fine-tuning-data', () => {
  it('computes the kappa of two annotators', () => {
    const kappa = (0.85 - 0.5) / (1 - 0.5);
    expect(noteSays(slug, '(0.85 − 0.50) / (1 − 0.50) = 0.70')).toBe(true);
    expect(kappa).toBeCloseTo(0.7, 6);
  });

  it('computes padding and packing', () => {
    const padding = 1 - 400 / 2048;
    const sequences = Math.ceil((10_000 * 400) / 2048);
    expect(noteSays(slug, 'about 80% of the positions are padding')).toBe(true);
    expect(noteSays(slug, 'fills about 1,954 sequences instead of 10,000')).toBe(true);
    expect(Math.round(padding * 100)).toBe(80);
    expect(sequences).toBe(1954);
  });

  it('computes similarity and the standard error of a test set', () => {
    const error = Math.sqrt((0.9 * 0.1) / (5000 * 0.1));
    expect(noteSays(slug, 'have a Jaccard similarity of 0.8')).toBe(true);
    expect(noteSays(slug, 'standard error of about 1.3 percentage points')).toBe(true);
    expect(80 / 100).toBeCloseTo(0.8, 6);
    expect(error * 100).toBeCloseTo(1.3, 1);
  });
});
