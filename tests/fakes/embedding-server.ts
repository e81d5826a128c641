import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';

export interface EmbeddingItem {
  readonly index: number;
  readonly embedding: unknown;
}

/** Answers a request in place of the server's own answer; `items` are what it would have said. */
export type Fault = (response: ServerResponse, items: readonly EmbeddingItem[]) => void;

export interface EmbeddingServer {
  /** With its `/v1`. */
  readonly url: string;
  /** Texts of each request, in the order of their arrival. */
  readonly requests: string[][];
  /** `authorization` of each request. */
  readonly authorizations: (string | undefined)[];
  /** Set to answer the requests that follow with it. */
  fault: Fault | undefined;
  close(): Promise<void>;
}

/** A server with OpenAI's `/v1/embeddings`: a hash of each text as its direction, not normalised. */
export async function startEmbeddingServer(dimensions = 12): Promise<EmbeddingServer> {
  const server = createServer(async (request, response) => {
    const texts = await textsOf(request);
    const items = texts.map((text, index) => ({ index, embedding: valuesOf(text, dimensions) }));
    handle.requests.push(texts);
    handle.authorizations.push(request.headers.authorization);
    if (handle.fault) handle.fault(response, items);
    else answerWith(response, items);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const handle: EmbeddingServer = {
    url: `http://127.0.0.1:${port}/v1`,
    requests: [],
    authorizations: [],
    fault: undefined,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  return handle;
}

/** The same server, ended with the test. */
export async function embeddingServerForTest(dimensions?: number): Promise<EmbeddingServer> {
  const server = await startEmbeddingServer(dimensions);
  onTestFinished(() => server.close());
  return server;
}

export function answerWith(response: ServerResponse, data: unknown, status = 200): void {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(JSON.stringify({ object: 'list', data, model: 'fake', usage: {} }));
}

async function textsOf(request: IncomingMessage): Promise<string[]> {
  let body = '';
  for await (const part of request) body += part;
  if (body === '') return [];
  const { input } = JSON.parse(body) as { input: string | string[] };
  return Array.isArray(input) ? input : [input];
}

function valuesOf(text: string, dimensions: number): number[] {
  const bytes = createHash('sha512').update(text).digest();
  return Array.from({ length: dimensions }, (_, at) => bytes[at % 64]! - 127.5);
}
