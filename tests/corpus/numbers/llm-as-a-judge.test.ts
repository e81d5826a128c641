import { describe, expect, it } from 'vitest';
import { noteSays } from '../note-says.ts';

const slug = 'llm-as-a-judge';

describe('numbers in llm-as-a-judge', () => {
  it('counts comparisons of ten systems', () => {
    expect(noteSays(slug, 'Comparing 10 systems in all pairs needs 45 comparisons')).toBe(true);
    expect((10 * 9) / 2).toBe(45);
  });

  it('computes kappa from a two-by-two table', () => {
    const observed = (80 + 8) / 100;
    const judgePass = (80 + 6) / 100;
    const humanPass = (80 + 6) / 100;
    const chance = judgePass * humanPass + (1 - judgePass) * (1 - humanPass);
    const kappa = (observed - chance) / (1 - chance);
    expect(
      noteSays(
        slug,
        'The observed agreement is 0.88, the chance agreement is 0.76, and kappa is 0.50',
      ),
    ).toBe(true);
    expect(observed).toBeCloseTo(0.88, 10);
    expect(chance).toBeCloseTo(0.76, 2);
    expect(kappa).toBeCloseTo(0.5, 2);
  });

  it('corrects a pass rate for judge errors', () => {
    const corrected = (0.8 + 0.7 - 1) / (0.95 + 0.7 - 1);
    expect(noteSays(slug, 'the corrected pass rate is about 0.77')).toBe(true);
    expect(corrected).toBeCloseTo(0.77, 2);
  });
});
