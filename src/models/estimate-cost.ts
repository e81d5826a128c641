/** Prices of well-known models, for an estimate of what an answer cost. */
import type { ChatUsage } from './contract.ts';

/**
 * US dollars for a million tokens, input and output. OpenAI's published prices as known in mid-2025; they
 * change, so the figure is an estimate and says so. Other models have no price here.
 */
const prices: ReadonlyMap<string, readonly [input: number, output: number]> = new Map([
  ['gpt-4.1', [2, 8]],
  ['gpt-4.1-mini', [0.4, 1.6]],
  ['gpt-4.1-nano', [0.1, 0.4]],
  ['gpt-4o', [2.5, 10]],
  ['gpt-4o-mini', [0.15, 0.6]],
]);

/** In US dollars; null where the model's price is not known. A dated name has its model's price. */
export function estimateCost(model: string, usage: ChatUsage): number | null {
  const price = prices.get(model.replace(/-\d{4}-\d{2}-\d{2}$/, ''));
  if (price === undefined) return null;
  return (usage.inputTokens * price[0] + usage.outputTokens * price[1]) / 1_000_000;
}
