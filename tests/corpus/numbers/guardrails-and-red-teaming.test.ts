import { describe, expect, it } from 'vitest';
import { noteSays } from '../note-says.ts';

const slug = 'guardrails-and-red-teaming';

describe('numbers in guardrails-and-red-teaming', () => {
  it('computes the alarms of a filter on rare attacks', () => {
    const attacks = 1_000_000 * 0.001;
    const caught = attacks * 0.95;
    const falseAlarms = (1_000_000 - attacks) * 0.01;
    expect(
      noteSays(slug, 'the filter stops 950 attacks, misses 50 and blocks 9,990 harmless requests'),
    ).toBe(true);
    expect(caught).toBeCloseTo(950, 6);
    expect(attacks - caught).toBeCloseTo(50, 6);
    expect(falseAlarms).toBeCloseTo(9990, 6);
    expect(noteSays(slug, 'only 8.7% of its alarms are true')).toBe(true);
    expect((caught / (caught + falseAlarms)) * 100).toBeCloseTo(8.7, 1);
  });

  it('multiplies three independent layers', () => {
    expect(
      noteSays(slug, 'Three independent layers that each stop 80% of attacks let 0.8% through'),
    ).toBe(true);
    expect(0.2 ** 3).toBeCloseTo(0.008, 10);
  });
});
