import { describe, expect, it } from 'vitest';
import {
  areaUnderCurve,
  fitLogistic,
  type LabelledClaim,
  leaveGroupsOut,
  probabilityOf,
  shareAbove,
  thresholdAt,
} from '../../../src/evaluate/fit-support.ts';
import { seededRandom } from '../../../src/evaluate/metrics.ts';

const random = seededRandom(3);
const claims: LabelledClaim<'told' | 'opposed' | 'chance'>[] = Array.from(
  { length: 200 },
  (_, at) => {
    const supported = at % 2 === 0;
    return {
      features: {
        told: (supported ? 0.5 : 0) + random(),
        // Higher where supported, though it may only speak against.
        opposed: supported ? 1 : random(),
        chance: 7,
      },
      supported,
      group: `q${at % 20}`,
    };
  },
);
const signs = { told: 1, opposed: -1, chance: 1 } as const;

describe('fitLogistic', () => {
  it('gives weight to what separates, one way only, and none to what never changes', () => {
    const model = fitLogistic(claims, signs);
    expect(model.weights.told).toBeGreaterThan(1);
    expect(model.weights.opposed).toBeCloseTo(0, 10);
    expect(model.weights.chance).toBeCloseTo(0, 10);
    const at = (told: number) => probabilityOf(model, { told, opposed: 1, chance: 7 });
    expect(at(0)).toBeLessThan(0.5);
    expect(at(1.5)).toBeGreaterThan(0.5);
  });

  it('judges each group by a model that has not seen it', () => {
    const probabilities = leaveGroupsOut(claims, signs);
    const without = fitLogistic(
      claims.filter(({ group }) => group !== 'q0'),
      signs,
    );
    expect(probabilities[0]).toBe(probabilityOf(without, claims[0]!.features));
    expect(probabilities).toHaveLength(claims.length);
  });
});

describe('thresholds', () => {
  const judged = [0.9, 0.8, 0.7, 0.6, 0.5, 0.4].map((score, at) => ({
    score,
    supported: [true, true, false, true, false, true][at]!,
  }));

  it('counts pairs in their right order', () => {
    expect(areaUnderCurve(judged)).toBeCloseTo(5 / 8, 10);
    expect(
      areaUnderCurve([
        { score: 1, supported: true },
        { score: 1, supported: false },
      ]),
    ).toBe(0.5);
  });

  it('lets no more of the unsupported reach it than the limit', () => {
    expect(thresholdAt(judged, 0)).toBe(0.8);
    expect(thresholdAt(judged, 0.5)).toBe(0.6);
    expect(thresholdAt(judged, 1)).toBe(0);
    expect(shareAbove(judged, true, 0.6)).toBe(0.75);
    expect(shareAbove(judged, false, 0.6)).toBe(0.5);
  });
});
