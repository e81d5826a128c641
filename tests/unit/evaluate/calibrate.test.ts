import { describe, expect, it } from 'vitest';
import { featureNames, type GateFeatures } from '../../../src/answer/gate-features.ts';
import { fitGate, type LabelledFeatures } from '../../../src/evaluate/calibrate.ts';
import { seededRandom } from '../../../src/evaluate/metrics.ts';

const random = seededRandom(5);
const zeros = Object.fromEntries(featureNames.map((name) => [name, 0])) as Record<
  keyof GateFeatures,
  number
>;
const sample = (answerable: boolean, core = true): LabelledFeatures => ({
  features: {
    ...zeros,
    cosine: (answerable ? 0.4 : 0.2) + 0.3 * random(),
    // Says the opposite of what it may say, as chance would have it in few questions.
    unknown: answerable ? random() : 0.2 * random(),
  },
  answerable,
  core,
  weight: 1,
});
const samples = Array.from({ length: 400 }, (_, at) => sample(at % 2 === 0));
const model = fitGate(samples);
const probability = ({ cosine, unknown }: GateFeatures): number =>
  1 /
  (1 +
    Math.exp(
      -(
        model.intercept +
        (model.weights.cosine ?? 0) * cosine +
        (model.weights.unknown ?? 0) * unknown
      ),
    ));

describe('fitGate', () => {
  it('gives weight to what separates, in the direction it may push only', () => {
    expect(model.weights.cosine).toBeGreaterThan(1);
    expect(model.weights.unknown).toBeCloseTo(0, 10);
  });

  it('declines no more of the answerable core questions than the limit', () => {
    const core = samples.filter(({ answerable }) => answerable);
    const declined = core.filter(({ features }) => probability(features) < model.threshold);
    expect(declined.length / core.length).toBeLessThanOrEqual(0.03);
  });

  it('declines most of what is unanswerable', () => {
    const none = samples.filter(({ answerable }) => !answerable);
    const declined = none.filter(({ features }) => probability(features) < model.threshold);
    expect(declined.length / none.length).toBeGreaterThan(0.5);
  });
});
