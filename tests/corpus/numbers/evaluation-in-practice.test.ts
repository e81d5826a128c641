import { describe, expect, it } from 'vitest';
import { noteSays } from '../note-says.ts';

const slug = 'evaluation-in-practice';

function choose(n: number, k: number): number {
  let result = 1;
  for (let i = 1; i <= k; i += 1) {
    result = (result * (n - k + i)) / i;
  }
  return result;
}

describe('numbers in evaluation-in-practice', () => {
  it('computes the Wilson interval and the rule of three', () => {
    const n = 50;
    const p = 45 / n;
    const z = 1.96;
    const scale = 1 + z ** 2 / n;
    const centre = (p + z ** 2 / (2 * n)) / scale;
    const half = (z * Math.sqrt((p * (1 - p)) / n + z ** 2 / (4 * n ** 2))) / scale;
    expect(noteSays(slug, 'the 95% Wilson interval runs from 79% to 96%')).toBe(true);
    expect(Math.round((centre - half) * 100)).toBe(79);
    expect(Math.round((centre + half) * 100)).toBe(96);
    expect(noteSays(slug, 'a failure rate below 1% with 95% confidence')).toBe(true);
    expect(1 - 0.05 ** (1 / 300)).toBeLessThan(0.01);
  });

  it('computes the McNemar statistic and the unpaired sample size', () => {
    expect(noteSays(slug, 'fixes 30 cases and breaks 15, the statistic is 5.0')).toBe(true);
    expect((30 - 15) ** 2 / (30 + 15)).toBeCloseTo(5, 10);
    const perSystem = ((1.96 + 0.8416) ** 2 * (0.8 * 0.2 + 0.85 * 0.15)) / 0.05 ** 2;
    expect(noteSays(slug, 'needs about 900 cases per system')).toBe(true);
    expect(Math.round(perSystem / 100) * 100).toBe(900);
  });

  it('computes pass@5 and pass^4', () => {
    expect(noteSays(slug, 'With 3 successes in 10 attempts, pass@5 is 0.92')).toBe(true);
    expect(1 - choose(7, 5) / choose(10, 5)).toBeCloseTo(0.92, 2);
    expect(noteSays(slug, 'With 8 successes in 10 attempts, pass^4 is only 0.33')).toBe(true);
    expect(choose(8, 4) / choose(10, 4)).toBeCloseTo(0.33, 2);
  });

  it('computes the chance of a false alarm', () => {
    expect(noteSays(slug, 'the chance of at least one false alarm is 40%')).toBe(true);
    expect(1 - 0.95 ** 10).toBeCloseTo(0.4, 2);
  });
});
