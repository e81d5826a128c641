/** The record of a model's writing -> what the view says of it. Any part of it may be missing. */
import { type Fields, fieldsOf, numberOf, textOf } from './read-values.ts';

export interface Writing {
  readonly model: string;
  /** What the model was shown, in its order, by the ids under which it saw it. */
  readonly shown: readonly { readonly id: string; readonly chunkId: string }[];
  readonly promptChars: number | undefined;
  readonly replyChars: number | undefined;
  readonly claims: number | undefined;
  /** Its quotations: found letter for letter, found after normalising, not found. */
  readonly quotes: QuoteCounts | undefined;
  readonly repair: Repair | undefined;
  /** `length`: cut at its greatest length. */
  readonly finishReason: string | undefined;
  /** undefined where the provider does not count. */
  readonly usage: { readonly inputTokens: number; readonly outputTokens: number } | undefined;
  /** In US dollars; undefined where the price is not known. */
  readonly costUsd: number | undefined;
  /** The model said that the passages hold no answer. */
  readonly declined: boolean;
}

export interface QuoteCounts {
  readonly found: number;
  readonly repaired: number;
  readonly failed: number;
}

/** What came of asking a second time for the quotations that were not found. */
export interface Repair {
  /** Sentences. */
  readonly asked: number;
  readonly mended: number;
  readonly dropped: number;
  /** The second call gave no reply. */
  readonly failed: boolean;
}

/** undefined where the sentences were quoted, not written. */
export function readWriting(outputs: Fields): Writing | undefined {
  const model = textOf(outputs.model);
  if (model === undefined) return undefined;
  return {
    model,
    shown: Object.entries(fieldsOf(outputs.passages) ?? {}).flatMap(([id, value]) => {
      const chunkId = textOf(value);
      return chunkId === undefined ? [] : { id, chunkId };
    }),
    promptChars: numberOf(outputs.promptChars),
    replyChars: numberOf(outputs.replyChars),
    claims: numberOf(outputs.claims),
    quotes: readQuotes(fieldsOf(outputs.quotes)),
    repair: readRepair(fieldsOf(outputs.repair)),
    finishReason: textOf(outputs.finishReason),
    usage: readUsage(fieldsOf(outputs.usage)),
    costUsd: numberOf(outputs.costUsd),
    declined: outputs.declined === true,
  };
}

function readQuotes(quotes: Fields | undefined): QuoteCounts | undefined {
  return (
    quotes && {
      found: numberOf(quotes.found) ?? 0,
      repaired: numberOf(quotes.repaired) ?? 0,
      failed: numberOf(quotes.failed) ?? 0,
    }
  );
}

function readRepair(repair: Fields | undefined): Repair | undefined {
  const asked = numberOf(repair?.asked);
  if (repair === undefined || asked === undefined) return undefined;
  return {
    asked,
    mended: numberOf(repair.mended) ?? 0,
    dropped: numberOf(repair.dropped) ?? 0,
    failed: repair.failed === true,
  };
}

function readUsage(usage: Fields | undefined): Writing['usage'] {
  const inputTokens = numberOf(usage?.inputTokens);
  const outputTokens = numberOf(usage?.outputTokens);
  return inputTokens === undefined || outputTokens === undefined
    ? undefined
    : { inputTokens, outputTokens };
}
