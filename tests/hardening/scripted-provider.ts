/**
 * The language model of the server under test, and a second port that tells how many streams it has
 * open: tests run in other processes than this one. The question says how it replies: `slowly` in
 * pieces with pauses, `at length` with more than a system buffers, else with one sentence.
 */
import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import {
  beginStream,
  type ChatServerRequest,
  chunkOf,
  sendEvent,
  sendJson,
  startChatServer,
  usage,
} from '../fakes/chat-server.ts';

export interface ScriptedProvider {
  /** With its `/v1`. */
  readonly url: string;
  /** Replies with the streams that are open now, as `{"open": 3}`. */
  readonly watchUrl: string;
  close(): Promise<void>;
}

const pieceChars = 40;
/** Twenty pieces, some four sentences: each has to be checked, which is not what is measured. */
const slowChars = 800;
/** They take ten seconds, or half a minute: longer than a server that stops, or a thousand that ask. */
const slowPauseMs = 500;
const verySlowPauseMs = 1_500;
const quotedWords = 12;
/** No more than sixty sentences are read: long ones make a long answer. */
const longSentenceWords = 150;
/** More than the system takes in for a reader that does not read; 60,000 are read at most. */
const longChars = 16_000;

export async function startScriptedProvider(): Promise<ScriptedProvider> {
  const model = await startChatServer({ reply: '' });
  model.fault = async (response, request) => {
    // A soak asks for an hour.
    for (const list of [model.requests, model.authorizations, model.closedAt]) list.length = 0;
    if (request.stream !== true) return sendJson(response, wholeReplyTo(request));
    const { text, pauseMs } = replyTo(promptOf(request));
    beginStream(response);
    for (let at = 0; at < text.length && !response.destroyed; at += pieceChars) {
      const content = text.slice(at, at + pieceChars);
      sendEvent(response, chunkOf({ role: 'assistant', content }));
      if (pauseMs > 0) await wait(pauseMs);
    }
    sendEvent(response, chunkOf({}, 'stop'));
    sendEvent(response, { ...chunkOf({}), choices: [], usage });
    sendEvent(response, '[DONE]');
    response.end();
  };
  const watch = createServer((_request, response) => sendJson(response, { open: model.open() }));
  await new Promise<void>((resolve) => watch.listen(0, '127.0.0.1', resolve));
  return {
    url: model.url,
    watchUrl: `http://127.0.0.1:${(watch.address() as AddressInfo).port}/`,
    close: async () => {
      watch.closeAllConnections();
      watch.close();
      await model.close();
    },
  };
}

/** What comes before the last message tells how to reply, with an example. */
function promptOf({ messages }: ChatServerRequest): string {
  return String(messages.at(-1)?.content);
}

function replyTo(prompt: string): { readonly text: string; readonly pauseMs: number } {
  if (/\bat length\b/.test(prompt)) {
    return { text: quoteFirst(prompt, longChars, longSentenceWords), pauseMs: 0 };
  }
  if (!/\bslowly\b/.test(prompt)) return { text: quoteFirst(prompt, 1, quotedWords), pauseMs: 0 };
  const pauseMs = /\bvery slowly\b/.test(prompt) ? verySlowPauseMs : slowPauseMs;
  return { text: quoteFirst(prompt, slowChars, quotedWords), pauseMs };
}

/**
 * Sentences that quote the passage that the prompt shows first, each other words of it: the same
 * sentence twice is told once.
 */
function quoteFirst(prompt: string, chars: number, sentenceWords: number): string {
  const [, id = '', passage = ''] = /\[\[\w+ (\w+)\]\][^\n]*\n([\s\S]*?)\n\[\[/.exec(prompt) ?? [];
  const words = passage.replace(/^#.*$/gm, '').trim().split(/\s+/);
  const wordsFrom = (start: number, count: number) =>
    Array.from({ length: count }, (_, at) => words[(start + at) % words.length]).join(' ');
  let text = '';
  for (let at = 0; text.length < chars; at += 1) {
    const start = at % Math.max(1, words.length - quotedWords);
    const said = wordsFrom(start, sentenceWords).replace(/[.!?]/g, ',');
    text += `Point ${at + 1} says ${said}. <cite id="${id}">${wordsFrom(start, quotedWords)}</cite> `;
  }
  return text;
}

/** Whoever brings tools is told to search once. */
function wholeReplyTo(request: ChatServerRequest): object {
  const searches =
    request.tools !== undefined && !request.messages.some(({ role }) => role === 'tool');
  const message = searches
    ? {
        role: 'assistant',
        content: null,
        tool_calls: [
          {
            index: 0,
            id: `call_${randomUUID()}`,
            type: 'function',
            function: {
              name: request.tools?.[0]?.function.name,
              arguments: JSON.stringify({ query: 'How does LoRA save memory?' }),
            },
          },
        ],
      }
    : { role: 'assistant', content: 'done' };
  return {
    id: `chatcmpl-${randomUUID()}`,
    object: 'chat.completion',
    created: 1,
    model: 'scripted',
    choices: [{ index: 0, message, finish_reason: searches ? 'tool_calls' : 'stop' }],
    usage,
  };
}
