/**
 * Decides whether the notes hold the answer, before a word of it is written: a logistic model over
 * the features, fitted on the dev split by `npm run eval -- --calibrate`.
 */
import { readFileSync } from 'node:fs';
import { z } from 'zod';
import type { DeclineReason } from '../types.ts';
import type { Evidence } from './contract.ts';
import { featureNames, type GateFeatures, gateFeatures } from './gate-features.ts';

const weightsSchema = z.strictObject({
  intercept: z.number(),
  weights: z.record(z.enum(featureNames), z.number()),
  /** Least probability that is answered. */
  threshold: z.number().min(0).max(1),
});

export const gateModelSchema = z.strictObject({
  /** Used where vectors are searched and sections list the questions that they answer. */
  keyed: weightsSchema,
  /** Used where vectors are searched over documents without such lists. */
  plain: weightsSchema,
  /** Used where words alone are searched. */
  lexical: weightsSchema,
});

export type GateWeights = z.infer<typeof weightsSchema>;
export type GateModel = z.infer<typeof gateModelSchema>;

export interface GateDecision {
  readonly answerable: boolean;
  /** 0 to 1. */
  readonly probability: number;
  readonly threshold: number;
  readonly features: GateFeatures;
  /** Which of the model's weights were used. */
  readonly weights: keyof GateModel;
  readonly intercept: number;
  /** Intercept plus all contributions; the probability is its logistic function. */
  readonly logit: number;
  /** Weight times value of each feature: above 0 speaks for answering. */
  readonly contributions: GateFeatures;
  /** Present when not answerable. */
  readonly reason?: DeclineReason;
}

export const gateModelFile = new URL('./gate-model.json', import.meta.url);

/** The fitted weights that ship with Groundwork. */
export function loadGateModel(): GateModel {
  return gateModelSchema.parse(JSON.parse(readFileSync(gateModelFile, 'utf8')));
}

export function decide(evidence: Evidence, model: GateModel): GateDecision {
  const features = gateFeatures(evidence);
  const used = weightsFor(evidence);
  const { intercept, weights, threshold } = model[used];
  const contributions: Record<keyof GateFeatures, number> = { ...features };
  let logit = intercept;
  for (const name of featureNames) {
    contributions[name] = (weights[name] ?? 0) * features[name];
    logit += contributions[name];
  }
  const found = evidence.passages.length > 0;
  const probability = found ? 1 / (1 + Math.exp(-logit)) : 0;
  const answerable = found && probability >= threshold;
  const decision: GateDecision = {
    answerable,
    probability,
    threshold,
    features,
    weights: used,
    intercept,
    logit,
    contributions,
  };
  return answerable ? decision : { ...decision, reason: reasonOf(evidence, features) };
}

function weightsFor({ passages, documents }: Evidence): keyof GateModel {
  if (!passages.some(({ cosine }) => cosine !== undefined)) return 'lexical';
  const keyed = passages.some(({ documentId, section }) =>
    documents
      .get(documentId)
      ?.sections.some(({ start, keys }) => start === section.start && keys.length > 0),
  );
  return keyed ? 'keyed' : 'plain';
}

/** The plainest thing that is wrong, for the reader; the decision itself is the model's. */
function reasonOf(evidence: Evidence, features: GateFeatures): DeclineReason {
  if (evidence.passages.length === 0) return 'nothing-found';
  if (features.ofAsker === 1) return 'private';
  if (features.ofTheMoment === 1) return 'of-the-moment';
  if (features.unknown >= 0.25 || features.unknownName === 1) return 'unknown-terms';
  if (features.missingCount === 1 || (features.slotMissing === 1 && features.sentence >= 0.5))
    return 'missing-detail';
  if (features.coverage < 0.5) return 'outside-material';
  return 'weak-evidence';
}
