import { describe, expect, it } from 'vitest';
import { noteSays } from '../note-says.ts';

const slug = 'generative-ai-in-finance';

describe('numbers in generative-ai-in-finance', () => {
  it('computes accuracy and alert precision for rare fraud', () => {
    const fraud = 1 / 1000;
    expect(noteSays(slug, 'a model that flags nothing is 99.9% accurate')).toBe(true);
    expect((1 - fraud) * 100).toBeCloseTo(99.9, 10);
    const hits = 0.9 * fraud;
    const falseAlarms = 0.005 * (1 - fraud);
    expect(
      noteSays(
        slug,
        'With 90% recall and a false positive rate of 0.5%, only 15% of the alerts are real fraud',
      ),
    ).toBe(true);
    expect(hits / (hits + falseAlarms)).toBeCloseTo(0.15, 2);
  });

  it('computes the cost of reading and checking filings', () => {
    expect(noteSays(slug, 'at an assumed USD 1 per million input tokens costs about USD 50')).toBe(
      true,
    );
    expect((500 * 100_000 * 1) / 1e6).toBe(50);
    expect(noteSays(slug, 'spends about 83 hours on the same set')).toBe(true);
    expect(Math.round((500 * 20 * 30) / 3600)).toBe(83);
  });
});
