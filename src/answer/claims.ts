/** What a model is asked to write, once it is read: sentences, each with the quotations it rests on. */
import type { Statement } from '../types.ts';

/** A quotation as the model gave it; nothing of it is checked yet. */
export interface ClaimedQuote {
  /** Opaque id of the passage that the model named. */
  readonly passageId: string;
  /** Empty where the model named a passage and quoted nothing. */
  readonly text: string;
}

/** A sentence of the model, its markup taken out. */
export interface Claim {
  readonly text: string;
  readonly quotes: readonly ClaimedQuote[];
  readonly layout: Statement['layout'];
}
