import { afterEach, describe, expect, it } from 'vitest';
import { charsPerToken } from '../../src/answer/estimate-tokens.ts';
import { greatestUse } from '../../src/answer/greatest-use.ts';
import { type ChatServer, type ChatServerRequest, startChatServer } from '../fakes/chat-server.ts';
import { type RunningApi, startApi } from '../fakes/running-api.ts';

let model: ChatServer;
let api: RunningApi;

afterEach(async () => {
  await api.stop();
  await model.close();
});

/** Ten sentences, each with a quotation that stands nowhere: all of them are asked for again. */
const wrong = Array.from(
  { length: 10 },
  (_, at) =>
    `Sentence ${at} says something. <cite id="none">${'words that stand nowhere '.repeat(6)}</cite>`,
).join('\n');

/** Searches as often as it is asked, then writes as above. */
function reply({ tools, messages }: ChatServerRequest) {
  if (tools === undefined) return wrong;
  return {
    toolCalls: Array.from({ length: 2 }, (_, at) => ({
      name: 'search_notes',
      arguments: { query: `How does LoRA save memory, part ${messages.length + at}?` },
    })),
  };
}

/** What a request can take: its prompt as prompts are estimated, and its reply at its longest. */
function greatestOf({ messages, tools, max_tokens, max_completion_tokens }: ChatServerRequest) {
  const said = JSON.stringify([messages, tools ?? []]).length;
  return said / charsPerToken + Number(max_completion_tokens ?? max_tokens);
}

const question = 'What is LoRA, how does it save memory, and how does it differ from QLoRA?';
const history = Array.from({ length: 12 }, (_, at) => ({
  role: at % 2 === 0 ? ('user' as const) : ('assistant' as const),
  text: `What is a low-rank adapter and why is it small? ${'It is a pair of matrices. '.repeat(40)}`,
}));

describe('greatestUse', () => {
  it.each([
    { answers: 'generative', turns: [], calls: 2 },
    { answers: 'generative', turns: history, calls: 3 },
    { answers: 'deep', turns: history, calls: 5 },
  ] as const)('holds what $answers answers send with $turns.length turns before', async (asked) => {
    const { answers, turns } = asked;
    model = await startChatServer({ reply });
    api = await startApi({
      environment: { OPENAI_BASE_URL: model.url, OPENAI_MODEL: 'scripted', EMBEDDINGS: 'none' },
    });
    const reached = await fetch(`${api.url}/api/chat`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ question, answers, history: turns }),
    });
    await reached.text();
    expect(model.requests.length).toBeGreaterThanOrEqual(asked.calls);
    const use = greatestUse({ question, answers, hasHistory: turns.length > 0 });
    const sent = model.requests.reduce((sum, request) => sum + greatestOf(request), 0);
    expect(sent).toBeLessThanOrEqual(use.standalone + use.plan + use.write);
    // Nobody is kept from asking by what no question takes.
    expect(use.standalone + use.plan + use.write).toBeLessThanOrEqual(5 * sent);
  });
});
