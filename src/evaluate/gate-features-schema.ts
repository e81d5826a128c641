import { z } from 'zod';
import { featureNames } from '../answer/gate-features.ts';

/** The gate's features as its trace step holds them. */
export const gateFeaturesSchema = z.record(z.enum(featureNames), z.number());
