/** Names for the pieces of the committed evaluation, taken from the wire's type. */
import type { Evaluation } from '../../../src/serve/contract.ts';

export type Report = Evaluation['reports'][number];
export type Target = Evaluation['targets'][number];
export type WorstQuestion = Evaluation['worst'][number];
export type Bin = Report['calibration'][number];
/** A mean with the bounds of its 95 % interval, over `n` questions. */
export type Mean = Report['metrics'][string];
