/** A scripted server with OpenAI's `/v1/models` and `/v1/chat/completions`, on a port of this machine. */
import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';

export interface ChatServerRequest {
  readonly model: string;
  readonly messages: readonly { readonly role: string; readonly content: unknown }[];
  readonly stream?: boolean;
  readonly tools?: readonly { readonly function: { readonly name: string } }[];
  readonly [field: string]: unknown;
}

/** What the model says: text, or tools that it calls. */
export type ChatServerReply =
  | string
  | { readonly toolCalls: readonly { readonly name: string; readonly arguments: object }[] };

/** Answers in place of the server. */
export type ChatFault = (
  response: ServerResponse,
  request: ChatServerRequest,
) => void | Promise<void>;

export interface ChatServerOptions {
  /** The model; a list is said one after the other, the last again and again. */
  readonly reply:
    | ChatServerReply
    | readonly ChatServerReply[]
    | ((request: ChatServerRequest) => ChatServerReply | Promise<ChatServerReply>);
  readonly models?: readonly string[];
  /** Characters a piece of a stream; 12 unless given. */
  readonly chunkChars?: number;
  /** Between two pieces. */
  readonly delayMs?: number;
}

export interface ChatServer {
  /** With its `/v1`. */
  readonly url: string;
  readonly requests: ChatServerRequest[];
  /** `authorization` of each request. */
  readonly authorizations: (string | undefined)[];
  /** Streams that are being answered now. */
  open(): number;
  /** When each of the others ended, on the clock of `performance`, in ms. */
  readonly closedAt: number[];
  /** Set to answer the completions that follow with it. */
  fault: ChatFault | undefined;
  close(): Promise<void>;
}

export async function startChatServer(options: ChatServerOptions): Promise<ChatServer> {
  const { models = ['scripted'], chunkChars = 12, delayMs = 0 } = options;
  let said = 0;
  let streams = 0;
  const replyTo = (request: ChatServerRequest) => {
    const { reply } = options;
    if (typeof reply === 'function') return reply(request);
    if (typeof reply === 'string' || 'toolCalls' in reply) return reply;
    const next = reply[Math.min(said, reply.length - 1)]!;
    said += 1;
    return next;
  };
  const server = createServer(async (request, response) => {
    if (request.method === 'GET' && request.url?.endsWith('/models')) {
      return sendJson(response, {
        object: 'list',
        data: models.map((id) => ({ id, object: 'model' })),
      });
    }
    if (!request.url?.endsWith('/chat/completions')) {
      return sendJson(response, { error: { message: 'no such path' } }, 404);
    }
    const asked = JSON.parse(await bodyOf(request)) as ChatServerRequest;
    handle.requests.push(asked);
    handle.authorizations.push(request.headers.authorization);
    streams += 1;
    response.on('close', () => {
      streams -= 1;
      handle.closedAt.push(performance.now());
    });
    if (handle.fault) return void (await handle.fault(response, asked));
    if (!models.includes(asked.model)) {
      return sendJson(
        response,
        { error: { message: 'unknown model', code: 'model_not_found' } },
        404,
      );
    }
    const reply = await replyTo(asked);
    if (asked.stream === true) await streamReply(response, reply, { chunkChars, delayMs });
    else sendJson(response, completionOf(reply));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const handle: ChatServer = {
    url: `http://127.0.0.1:${port}/v1`,
    requests: [],
    authorizations: [],
    open: () => streams,
    closedAt: [],
    fault: undefined,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  return handle;
}

export function sendJson(response: ServerResponse, value: unknown, status = 200): void {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(JSON.stringify(value));
}

/** Opens an event stream; its pieces follow by `sendEvent`. */
export function beginStream(response: ServerResponse): void {
  response.writeHead(200, { 'content-type': 'text/event-stream' });
}

export function sendEvent(response: ServerResponse, value: unknown): void {
  response.write(`data: ${typeof value === 'string' ? value : JSON.stringify(value)}\n\n`);
}

export function chunkOf(
  delta: object,
  finishReason: string | null = null,
  id = 'chatcmpl-1',
): object {
  return {
    id,
    object: 'chat.completion.chunk',
    created: 1,
    model: 'scripted',
    choices: [{ index: 0, delta, finish_reason: finishReason }],
  };
}

export const usage = { prompt_tokens: 100, completion_tokens: 20, total_tokens: 120 };

async function streamReply(
  response: ServerResponse,
  reply: ChatServerReply,
  { chunkChars, delayMs }: { chunkChars: number; delayMs: number },
): Promise<void> {
  beginStream(response);
  // An agent takes two messages of one id for the same.
  const id = `chatcmpl-${randomUUID()}`;
  if (typeof reply === 'string') {
    for (let at = 0; at < reply.length && !response.destroyed; at += chunkChars) {
      sendEvent(
        response,
        chunkOf({ role: 'assistant', content: reply.slice(at, at + chunkChars) }, null, id),
      );
      if (delayMs > 0) await wait(delayMs);
    }
    sendEvent(response, chunkOf({}, 'stop', id));
  } else {
    sendEvent(
      response,
      chunkOf({ role: 'assistant', tool_calls: toolCallsOf(reply.toolCalls) }, null, id),
    );
    sendEvent(response, chunkOf({}, 'tool_calls', id));
  }
  sendEvent(response, { ...chunkOf({}, null, id), choices: [], usage });
  sendEvent(response, '[DONE]');
  response.end();
}

function completionOf(reply: ChatServerReply): object {
  const isText = typeof reply === 'string';
  const message = isText
    ? { role: 'assistant', content: reply }
    : { role: 'assistant', content: null, tool_calls: toolCallsOf(reply.toolCalls) };
  return {
    id: `chatcmpl-${randomUUID()}`,
    object: 'chat.completion',
    created: 1,
    model: 'scripted',
    choices: [{ index: 0, message, finish_reason: isText ? 'stop' : 'tool_calls' }],
    usage,
  };
}

function toolCallsOf(calls: readonly { readonly name: string; readonly arguments: object }[]) {
  return calls.map(({ name, arguments: given }, index) => ({
    index,
    id: `call_${randomUUID()}`,
    type: 'function',
    function: { name, arguments: JSON.stringify(given) },
  }));
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  let body = '';
  for await (const part of request) body += part;
  return body;
}
