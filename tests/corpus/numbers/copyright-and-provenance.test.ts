import { describe, expect, it } from 'vitest';
import { noteSays } from '../note-says.ts';

const slug = 'copyright-and-provenance';

describe('numbers in copyright-and-provenance', () => {
  it('computes the settlement per book', () => {
    expect(noteSays(slug, 'about 482,460 books, which makes roughly USD 3,100 per book')).toBe(
      true,
    );
    expect(Math.round(1.5e9 / 482_460 / 100) * 100).toBe(3100);
  });

  it('computes the watermark statistic', () => {
    const z = (90 - 0.25 * 200) / Math.sqrt(200 * 0.25 * 0.75);
    expect(
      noteSays(
        slug,
        'With 200 tokens, a green share of 0.25 and 90 green tokens, the statistic is about 6.5',
      ),
    ).toBe(true);
    expect(z).toBeCloseTo(6.5, 1);
  });

  it('counts falsely accused authors', () => {
    expect(noteSays(slug, 'ten honest authors are accused')).toBe(true);
    expect(1000 * 0.01).toBeCloseTo(10, 10);
  });
});
