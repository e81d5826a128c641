import { describe, expect, it } from 'vitest';
import { noteSays } from '../note-says.ts';

const slug = 'generative-ai-in-marketing-and-entertainment';

describe('numbers in generative-ai-in-marketing-and-entertainment', () => {
  it('computes the z value of two click rates', () => {
    const pooled = (0.02 + 0.023) / 2;
    const error = Math.sqrt((pooled * (1 - pooled) * 2) / 20_000);
    expect(
      noteSays(
        slug,
        'With 20,000 impressions per version, click rates of 2.0% and 2.3% give a z value of 2.07',
      ),
    ).toBe(true);
    expect((0.023 - 0.02) / error).toBeCloseTo(2.07, 2);
  });

  it('computes the cost of a catalogue', () => {
    const dollars = (50_000 * 800 * 0.5) / 1e6 + (50_000 * 200 * 2) / 1e6;
    const hours = (50_000 * 0.05) / 60;
    expect(
      noteSays(
        slug,
        'The model calls for the whole catalogue of 50,000 products then cost about USD 40',
      ),
    ).toBe(true);
    expect(dollars).toBeCloseTo(40, 10);
    expect(noteSays(slug, 'the review takes about 42 hours')).toBe(true);
    expect(Math.round(hours)).toBe(42);
  });
});
