/** Adds up what the calls of one question take, whoever makes them. */
import type { ChatModel, ChatUsage } from './contract.ts';
import { ModelError } from './model-error.ts';

export interface UsageCount {
  /** The same model, each of whose calls is counted. */
  count(model: ChatModel): ChatModel;
  /** A call that another client made; null where nobody counted it. */
  add(usage: ChatUsage | null): void;
  /** Of all calls; null where one was not counted, since the sum would be too low, or none was made. */
  readonly total: ChatUsage | null;
}

export function createUsageCount(): UsageCount {
  const calls: (ChatUsage | null)[] = [];
  return {
    add: (usage) => void calls.push(usage),
    count: (model) => ({
      name: model.name,
      stream: async function* (request) {
        let usage: ChatUsage | null = null;
        let refused = false;
        try {
          const end = yield* model.stream(request);
          ({ usage } = end);
          return end;
        } catch (error) {
          refused = wasRefused(error);
          throw error;
        } finally {
          if (!refused) calls.push(usage);
        }
      },
    }),
    get total() {
      if (calls.length === 0) return null;
      return calls.reduce(
        (sum, usage) =>
          sum &&
          usage && {
            inputTokens: sum.inputTokens + usage.inputTokens,
            outputTokens: sum.outputTokens + usage.outputTokens,
          },
        { inputTokens: 0, outputTokens: 0 },
      );
    },
  };
}

/** A request that the provider refused took nothing. */
function wasRefused(error: unknown): boolean {
  return error instanceof ModelError && error.status !== undefined && error.status >= 400;
}
