/** The Model Context Protocol over streamable HTTP, each request with a server of its own. */
import { AsyncLocalStorage } from 'node:async_hooks';
import { toNodeHandler } from '@modelcontextprotocol/node';
import { createMcpHandler } from '@modelcontextprotocol/server';
import type { Request, Response } from 'express';
import type { Caller } from '../access/caller.ts';
import { createMcpServer } from '../mcp/mcp-server.ts';
import type { McpRouteOptions } from './mcp-route.ts';
import { sourceUrl } from './source-links.ts';

type NodeMcpHandler = (caller: Caller, request: Request, response: Response) => Promise<void>;

export function createNodeMcpHandler(options: McpRouteOptions): NodeMcpHandler {
  const { pipeline, admit, onUnexpectedError } = options;
  // The protocol's library hands on what it read of a request, and not the request.
  const callers = new AsyncLocalStorage<Caller>();
  const handler = createMcpHandler(
    ({ requestInfo }) => {
      const origin = requestInfo === undefined ? '' : new URL(requestInfo.url).origin;
      const urlOf = (place: Parameters<typeof sourceUrl>[1]) => sourceUrl(origin, place);
      const caller = callers.getStore();
      if (caller === undefined) throw new Error('The request was handled for no caller.');
      const ask: typeof pipeline.ask = async (question, { answers = 'auto', ...asking } = {}) =>
        (await admit(caller, { question, answers, hasHistory: false })).ask(asking);
      return createMcpServer({ pipeline: { ...pipeline, ask }, urlOf, onUnexpectedError });
    },
    // Clients of before the protocol's revision of 2026 are served too, without sessions.
    { legacy: 'stateless' },
  );
  const handle = toNodeHandler(handler);
  return (caller, request, response) =>
    callers.run(caller, () => handle(request, response, request.body));
}
