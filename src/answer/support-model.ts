/** The fitted weights behind `support.ts`; `npm run fit:support` writes them. */
import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { type SupportFeatures, supportFeatureNames } from './support-features.ts';

const weightsSchema = z.strictObject({
  intercept: z.number(),
  weights: z.partialRecord(z.enum(supportFeatureNames), z.number()),
  /** Least probability that is `supported`. */
  supportedFrom: z.number().min(0).max(1),
  /** Least probability that is `partial`. */
  partialFrom: z.number().min(0).max(1),
});

export const supportModelSchema = z.strictObject({
  /** Used with an encoder. */
  encoded: weightsSchema,
  /** Used where words alone are compared. */
  lexical: weightsSchema,
});

export type SupportWeights = z.infer<typeof weightsSchema>;
export type SupportModel = z.infer<typeof supportModelSchema>;

export const supportModelFile = new URL('./support-model.json', import.meta.url);

/** The fitted weights that ship with Groundwork. */
export function loadSupportModel(): SupportModel {
  return supportModelSchema.parse(JSON.parse(readFileSync(supportModelFile, 'utf8')));
}

/** 0 to 1. */
export function supportProbability(
  features: SupportFeatures,
  { intercept, weights }: SupportWeights,
): number {
  let logit = intercept;
  for (const name of supportFeatureNames) logit += (weights[name] ?? 0) * features[name];
  return 1 / (1 + Math.exp(-logit));
}
