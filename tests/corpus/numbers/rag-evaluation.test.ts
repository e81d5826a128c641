import { describe, expect, it } from 'vitest';
import { noteSays } from '../note-says.ts';

const slug = 'rag-evaluation';

function halfWidth(rate: number, count: number): number {
  return 1.96 * Math.sqrt((rate * (1 - rate)) / count) * 100;
}

describe('numbers in rag-evaluation', () => {
  it('computes recall, reciprocal rank and nDCG for ranks 2 and 4', () => {
    const dcg = 1 / Math.log2(3) + 1 / Math.log2(5);
    const idcg = 1 / Math.log2(2) + 1 / Math.log2(3);
    const claim = 'DCG is about 1.06, IDCG is about 1.63, and nDCG at 5 is about 0.65';
    expect(noteSays(slug, claim)).toBe(true);
    expect(dcg).toBeCloseTo(1.06, 2);
    expect(idcg).toBeCloseTo(1.63, 2);
    expect(dcg / idcg).toBeCloseTo(0.65, 2);
    expect(noteSays(slug, 'the reciprocal rank is 0.5')).toBe(true);
    expect(1 / 2).toBe(0.5);
  });

  it('computes the share of supported claims', () => {
    expect(noteSays(slug, 'of which 6 are supported has a faithfulness of 0.75')).toBe(true);
    expect(6 / 8).toBe(0.75);
  });

  it('computes the two error rates of abstention', () => {
    const claim = 'the false answer rate is 20% and the false refusal rate is 5%';
    expect(noteSays(slug, claim)).toBe(true);
    expect((12 / 60) * 100).toBeCloseTo(20, 9);
    expect((10 / 200) * 100).toBeCloseTo(5, 9);
  });

  it('computes confidence intervals of a pass rate', () => {
    expect(noteSays(slug, 'is about plus or minus 7.8 percentage points')).toBe(true);
    expect(halfWidth(0.8, 100)).toBeCloseTo(7.8, 1);
    expect(noteSays(slug, 'is about plus or minus 3.9 points')).toBe(true);
    expect(halfWidth(0.8, 400)).toBeCloseTo(3.9, 1);
  });
});
