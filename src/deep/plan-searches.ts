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
  const { maxModelCalls = 5, maxSearches = 6, timeoutMs = 45_000, signal } = options;
  const { createAgent, tool } = await import('langchain');
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
  const agent = createAgent({
    model,
    tools: [searchNotes],
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
    const calls = messages.filter((message) => message.type === 'ai').length;
    return { searches, stoppedBy: limited || calls >= maxModelCalls ? 'limit' : 'done' };
  } catch (error) {
    signal?.throwIfAborted();
    if (time.aborted) return { searches, stoppedBy: 'time' };
    if (error instanceof Error && error.name === 'GraphRecursionError') {
      return { searches, stoppedBy: 'limit' };
    }
    throw error;
  }
}
