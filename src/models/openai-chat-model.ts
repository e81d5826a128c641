/** A chat model of any OpenAI-compatible server, through LangChain's client. */
import type { AIMessageChunk, UsageMetadata } from '@langchain/core/messages';
import type { ChatOpenAI } from '@langchain/openai';
import type { ChatEnd, ChatModel, ChatRequest, ChatUsage } from './contract.ts';
import { createGuardedFetch, type GuardedFetchOptions } from './guarded-fetch.ts';
import { ModelError, toModelError } from './model-error.ts';
import { createThinkingFilter } from './skip-thinking.ts';

export interface OpenAIChatModelOptions extends Pick<GuardedFetchOptions, 'timers' | 'pause'> {
  readonly model: string;
  readonly apiKey: string | undefined;
  /** Address of the server, with its `/v1`; OpenAI's own when undefined. */
  readonly baseUrl: string | undefined;
}

export function createOpenAIChatModel(options: OpenAIChatModelOptions): ChatModel {
  const { model } = options;
  const clientFor = keepClients(options);
  return {
    name: model,
    stream: (request) => streamReply(model, clientFor, request),
  };
}

/** LangChain's own chat model with the same guards, for an agent. */
export async function createLangChainChatModel(
  options: OpenAIChatModelOptions,
  maxOutputTokens: number,
): Promise<ChatOpenAI> {
  const { ChatOpenAI } = await import('@langchain/openai');
  return new ChatOpenAI({
    model: options.model,
    apiKey: options.apiKey ?? 'none',
    maxTokens: maxOutputTokens,
    maxRetries: 0,
    useResponsesApi: false,
    streamUsage: true,
    temperature: 0,
    configuration: {
      ...(options.baseUrl !== undefined && { baseURL: options.baseUrl }),
      maxRetries: 0,
      // It would print what the provider sends.
      logLevel: 'off',
      fetch: createGuardedFetch(options),
    },
  });
}

type ClientFor = (maxOutputTokens: number) => Promise<ChatOpenAI>;

/** A client weighs some 50 kB; all replies of one length share one. */
function keepClients(options: OpenAIChatModelOptions): ClientFor {
  const kept = new Map<number, Promise<ChatOpenAI>>();
  return (maxOutputTokens) => {
    let client = kept.get(maxOutputTokens);
    if (client === undefined) {
      client = createLangChainChatModel(options, maxOutputTokens);
      kept.set(maxOutputTokens, client);
    }
    return client;
  };
}

async function* streamReply(
  model: string,
  clientFor: ClientFor,
  { messages, maxOutputTokens, signal }: ChatRequest,
): AsyncGenerator<string, ChatEnd> {
  signal?.throwIfAborted();
  const left = new AbortController();
  const leave = () => left.abort(signal?.reason);
  signal?.addEventListener('abort', leave, { once: true });
  let finishReason: string | undefined;
  let usage: ChatUsage | null = null;
  let chars = 0;
  const thinking = createThinkingFilter();
  try {
    const chat = await clientFor(maxOutputTokens);
    const stream = await chat.stream(
      messages.map(({ role, text }) => ({ role, content: text })),
      { signal: left.signal },
    );
    for await (const chunk of stream) {
      finishReason = finishOf(chunk) ?? finishReason;
      usage = usageOf(chunk) ?? usage;
      const text = thinking.push(chunk.text);
      chars += text.length;
      if (text !== '') yield text;
    }
    const rest = thinking.end();
    chars += rest.length;
    if (rest !== '') yield rest;
  } catch (error) {
    signal?.throwIfAborted();
    throw toModelError(error, model);
  } finally {
    signal?.removeEventListener('abort', leave);
    // Whoever leaves early closes the connection.
    left.abort();
  }
  if (finishReason === undefined) throw new ModelError('cut', model);
  if (finishReason === 'content_filter') throw new ModelError('filtered', model);
  if (finishReason !== 'stop' && finishReason !== 'length') {
    // It asks for tools that nobody offered, or says something new.
    throw new ModelError('unreadable', model);
  }
  if (chars === 0) throw new ModelError('empty', model);
  return { finishReason: finishReason === 'length' ? 'length' : 'stop', usage };
}

function finishOf({ response_metadata: metadata }: AIMessageChunk): string | undefined {
  const reason: unknown = metadata['finish_reason'];
  return typeof reason === 'string' ? reason : undefined;
}

/** What the client makes of a provider's counts may lack one of them, or both. */
function usageOf(chunk: AIMessageChunk): ChatUsage | undefined {
  const { input_tokens: inputTokens, output_tokens: outputTokens }: Partial<UsageMetadata> =
    chunk.usage_metadata ?? {};
  return Number.isFinite(inputTokens) && Number.isFinite(outputTokens)
    ? { inputTokens: Number(inputTokens), outputTokens: Number(outputTokens) }
    : undefined;
}
