import { describe, expect, it } from 'vitest';
import { verdictOf } from '../../../../web/src/evaluation/verdict.ts';

describe('verdictOf', () => {
  it('says reached and nothing more where the whole interval lies beyond', () => {
    expect(verdictOf({ mean: 0.96, low: 0.93, high: 0.98, asked: 0.92, reached: true })).toBe(
      'reached',
    );
  });

  it('says by how much a figure missed', () => {
    expect(verdictOf({ mean: 0.795, low: 0.748, high: 0.843, asked: 0.88, reached: false })).toBe(
      'missed by 0.085',
    );
  });

  it('owns up where chance may have decided, either way', () => {
    const near = { low: 0.9, high: 1, asked: 0.95 };
    expect(verdictOf({ ...near, mean: 0.956, reached: true })).toBe('reached; within chance');
    expect(verdictOf({ ...near, mean: 0.947, reached: false })).toBe(
      'missed by 0.003; within chance',
    );
  });
});
