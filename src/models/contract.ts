/** A chat model, as answers, rewriting and checks use it. */

export interface ChatMessage {
  readonly role: 'system' | 'user' | 'assistant';
  readonly text: string;
}

/** As the provider counts them. */
export interface ChatUsage {
  readonly inputTokens: number;
  readonly outputTokens: number;
}

export interface ChatRequest {
  readonly messages: readonly ChatMessage[];
  /** More is cut, and `finishReason` says so. */
  readonly maxOutputTokens: number;
  readonly signal?: AbortSignal | undefined;
}

/** How a reply ended. */
export interface ChatEnd {
  /** `length`: the reply was cut at its limit. */
  readonly finishReason: 'stop' | 'length';
  /** Null where the provider does not count. */
  readonly usage: ChatUsage | null;
}

export interface ChatModel {
  /** As the provider names it. */
  readonly name: string;
  /**
   * The reply in pieces of any size, then how it ended. It ends that way only when the provider said that
   * it had finished: a stream that is cut is an error, not a short answer. Leaving the loop or aborting
   * closes the connection.
   *
   * @throws UpstreamError whose message tells the operator what is wrong; never the provider's own words
   */
  stream(request: ChatRequest): AsyncGenerator<string, ChatEnd>;
}
