import { describe, expect, it } from 'vitest';
import { noteSays } from '../note-says.ts';

const slug = 'llmops-and-observability';

describe('numbers in llmops-and-observability', () => {
  it('computes the daily sample and its interval', () => {
    const sample = 50_000 * 0.02;
    const halfWidth = 1.96 * Math.sqrt((0.05 * 0.95) / sample) * 100;
    expect(noteSays(slug, 'yields 1,000 graded answers per day')).toBe(true);
    expect(sample).toBe(1_000);
    expect(noteSays(slug, 'within about plus or minus 1.4 percentage points')).toBe(true);
    expect(halfWidth).toBeCloseTo(1.4, 1);
  });

  it('computes the sample size of a canary', () => {
    const before = 0.9;
    const after = 0.87;
    const variance = before * (1 - before) + after * (1 - after);
    const perVersion = ((1.96 + 0.8416) ** 2 * variance) / (before - after) ** 2;
    expect(noteSays(slug, 'needs about 1,770 graded answers per version')).toBe(true);
    expect(Math.round(perVersion / 10) * 10).toBe(1_770);
  });
});
