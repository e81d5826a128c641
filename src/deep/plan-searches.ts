/**
 * The deep answer's first half: an agent of LangChain splits a question of several parts and searches
 * the notes for each. What it says is not read; what its searches found is what the answer is written
 * from, under the same rules as any other.
 */
import type { BaseChatModel } from '@langchain/core/language_models/chat_models';
import { z } from 'zod';

export interface PlanLimits {
  /** Calls of the model; 5 unless given. */
  readonly maxModelCalls?: number;
  /** Searches; 6 unless given. Beyond, the tool says that there are no more. */
  readonly maxSearches?: number;
  /** Until it must have planned, in ms; 45,000 unless given. */
  readonly timeoutMs?: number;
}

export interface PlanOptions extends PlanLimits {
  /** Searches, and tells the agent in a few words what was found. */
  readonly search: (query: string) => Promise<string>;
  /** What the agent is told to do. */
  readonly instructions: string;
  readonly signal?: AbortSignal | undefined;
  /** Hears at the end, of each call of the model, what it took; null where that is not known. */
  readonly onUsage?: ((usage: CallUsage | null) => void) | undefined;
}

/** Tokens of one call, as the provider counts them. */
interface CallUsage {
  readonly inputTokens: number;
  readonly outputTokens: number;
}

export interface PlanReport {
  readonly searches: number;
  /** `done`: the agent had enough. */
  readonly stoppedBy: 'done' | 'limit' | 'time';
}

/**
 * Settles when the agent has enough, or a limit ends it: what was found until then counts.
 *
 * @throws the signal's reason when it is aborted, and what the model throws
 */
export async function planSearches(
  question: string,
  model: BaseChatModel,
  options: PlanOptions,
): Promise<PlanReport> {
  const { maxModelCalls = 5, maxSearches = 6, timeoutMs = 45_000, signal, onUsage } = options;
  const { createAgent, createMiddleware, tool } = await import('langchain');
  let searches = 0;
  let limited = false;
  const searchNotes = tool(
    async ({ query }: { query: string }) => {
      if (searches >= maxSearches) {
        limited = true;
        return 'No more searches are allowed. Stop here.';
      }
      searches += 1;
      return options.search(query);
    },
    {
      name: 'search_notes',
      description: 'Searches the study notes. Ask one thing at a time, in a full question.',
      schema: z.object({ query: z.string().min(1).max(400).describe('One question.') }),
    },
  );
  // Of a run that a limit ends, no message is left to count: each call is noted as it begins.
  const calls: { usage: CallUsage | null }[] = [];
  const countCalls = createMiddleware({
    name: 'count-calls',
    wrapModelCall: async (request, next) => {
      const call: (typeof calls)[number] = { usage: null };
      calls.push(call);
      const message = await next(request);
      if ('usage_metadata' in message) call.usage = usageOf(message.usage_metadata);
      return message;
    },
  });
  const agent = createAgent({
    model,
    tools: [searchNotes],
    middleware: [countCalls],
    systemPrompt: options.instructions,
  });
  const time = AbortSignal.timeout(timeoutMs);
  try {
    const { messages } = await agent.invoke(
      { messages: [{ role: 'user', content: question }] },
      {
        // A call of the model and the searches that it asks for are two steps.
        recursionLimit: 2 * maxModelCalls,
        signal: signal ? AbortSignal.any([signal, time]) : time,
      },
    );
    // Out of steps, the agent says so in a last message of its own.
    const said = messages.filter((message) => message.type === 'ai').length;
    return { searches, stoppedBy: limited || said >= maxModelCalls ? 'limit' : 'done' };
  } catch (error) {
    signal?.throwIfAborted();
    if (time.aborted) return { searches, stoppedBy: 'time' };
    if (error instanceof Error && error.name === 'GraphRecursionError') {
      return { searches, stoppedBy: 'limit' };
    }
    throw error;
  } finally {
    for (const { usage } of calls) onUsage?.(usage);
  }
}

const usageSchema = z.object({ input_tokens: z.number(), output_tokens: z.number() });

/** LangChain's counts are made of what a provider sends: any of them may be missing. */
function usageOf(metadata: unknown): CallUsage | null {
  const { data: counted } = usageSchema.safeParse(metadata);
  return counted
    ? { inputTokens: counted.input_tokens, outputTokens: counted.output_tokens }
    : null;
}
