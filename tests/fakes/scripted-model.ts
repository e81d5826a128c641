/** A chat model that says what a test tells it to, in pieces of the test's choice; records requests. */
import type { ChatEnd, ChatModel, ChatRequest } from '../../src/models/contract.ts';

export interface ScriptedModelOptions {
  /** Cuts the reply; whole unless given. The pieces together must be the reply. */
  readonly chunk?: (text: string) => readonly string[];
  readonly finishReason?: ChatEnd['finishReason'];
}

export interface ScriptedModel extends ChatModel {
  readonly requests: readonly ChatRequest[];
  /** Streams that were begun and neither ended nor left. */
  readonly open: number;
}

export function createScriptedModel(
  reply: (request: ChatRequest) => string,
  { chunk = (text) => [text], finishReason = 'stop' }: ScriptedModelOptions = {},
): ScriptedModel {
  const requests: ChatRequest[] = [];
  let open = 0;
  return {
    name: 'scripted',
    requests,
    get open() {
      return open;
    },
    async *stream(request) {
      requests.push(request);
      open += 1;
      try {
        for (const piece of chunk(reply(request))) yield piece;
        return { finishReason, usage: { inputTokens: 100, outputTokens: 10 } };
      } finally {
        open -= 1;
      }
    },
  };
}
