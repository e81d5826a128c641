import { z } from 'zod';
import { featureNames, type GateFeatures } from '../answer/gate-features.ts';
import type { Trace } from '../types.ts';

const gateFeaturesSchema = z.record(z.enum(featureNames), z.number());

/** The gate's features as its trace step holds them. */
export function gateFeaturesIn({ steps }: Trace): GateFeatures {
  const gate = steps.find(({ name }) => name === 'gate');
  return gateFeaturesSchema.parse(gate?.outputs['features']);
}
