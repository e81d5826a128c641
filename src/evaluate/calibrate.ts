/** Fits the gate's logistic model on results of the dev split. */

import type { GateWeights } from '../answer/gate.ts';
import { featureNames, type GateFeatures } from '../answer/gate-features.ts';

export interface LabelledFeatures {
  readonly features: GateFeatures;
  readonly answerable: boolean;
  /** Of the tier that interviewers ask most often. */
  readonly core: boolean;
  /** How much it counts beside the others. */
  readonly weight: number;
}

/** Share of answerable core dev questions that the threshold may decline. */
const wronglyDeclinedLimit = 0.03;
const l2 = 0.0003;
const iterations = 6_000;
const learningRate = 1;
/** Which way each feature may push: a fit on few questions must not learn the opposite. */
const signs: Readonly<Record<keyof GateFeatures, 1 | -1>> = {
  cosine: 1,
  cosineMean: 1,
  coverage: 1,
  topCoverage: 1,
  sentence: 1,
  length: 1,
  unknown: -1,
  repaired: -1,
  slotMissing: -1,
  ofTheMoment: -1,
  ofAsker: -1,
  unknownName: -1,
  missingName: -1,
  missingCount: -1,
};

/**
 * L2-regularised logistic regression by gradient descent, classes weighed alike. The threshold lies
 * midway between the highest probability that keeps wrongly declined within the limit and the next
 * unanswerable question below it.
 */
export function fitGate(samples: readonly LabelledFeatures[]): GateWeights {
  const total = (of: boolean): number =>
    samples
      .filter(({ answerable }) => answerable === of)
      .reduce((sum, { weight }) => sum + weight, 0);
  const totals = { yes: total(true), no: total(false) };
  let intercept = 0;
  const weights = Object.fromEntries(featureNames.map((name) => [name, 0])) as Record<
    keyof GateFeatures,
    number
  >;
  const probability = (features: GateFeatures): number => {
    const logit = featureNames.reduce(
      (sum, name) => sum + weights[name] * features[name],
      intercept,
    );
    return 1 / (1 + Math.exp(-logit));
  };
  for (let step = 0; step < iterations; step += 1) {
    const gradient = { ...weights };
    for (const name of featureNames) gradient[name] = l2 * weights[name];
    let interceptGradient = 0;
    for (const sample of samples) {
      const { features, answerable, weight } = sample;
      const share = (0.5 * weight) / (answerable ? totals.yes : totals.no);
      const error = (probability(features) - Number(answerable)) * share;
      interceptGradient += error;
      for (const name of featureNames) gradient[name] += error * features[name];
    }
    intercept -= learningRate * interceptGradient;
    for (const name of featureNames) {
      const moved = weights[name] - learningRate * gradient[name];
      weights[name] = signs[name] > 0 ? Math.max(0, moved) : Math.min(0, moved);
    }
  }
  const threshold = thresholdOf(samples, probability);
  const rounded = Object.fromEntries(
    featureNames.map((name) => [name, Number(weights[name].toFixed(3))]),
  ) as Record<keyof GateFeatures, number>;
  return { intercept: Number(intercept.toFixed(3)), weights: rounded, threshold };
}

function thresholdOf(
  samples: readonly LabelledFeatures[],
  probability: (features: GateFeatures) => number,
): number {
  const sorted = (among: (sample: LabelledFeatures) => boolean): number[] =>
    samples
      .filter(among)
      .map(({ features }) => probability(features))
      .sort((left, right) => left - right);
  const core = sorted((sample) => sample.answerable && sample.core);
  const lowest = core[Math.floor(core.length * wronglyDeclinedLimit)] ?? 0.5;
  const below =
    sorted((sample) => !sample.answerable && probability(sample.features) < lowest).at(-1) ?? 0;
  return Number(((lowest + below) / 2).toFixed(3));
}
