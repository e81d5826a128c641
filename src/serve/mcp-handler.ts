/** The Model Context Protocol over streamable HTTP, each request with a server of its own. */
import { toNodeHandler } from '@modelcontextprotocol/node';
import { createMcpHandler } from '@modelcontextprotocol/server';
import { createMcpServer } from '../mcp/mcp-server.ts';
import type { McpRouteOptions } from './mcp-route.ts';
import { sourceUrl } from './source-links.ts';

export function createNodeMcpHandler({ pipeline, onUnexpectedError }: McpRouteOptions) {
  const handler = createMcpHandler(
    ({ requestInfo }) => {
      const origin = requestInfo === undefined ? '' : new URL(requestInfo.url).origin;
      const urlOf = (place: Parameters<typeof sourceUrl>[1]) => sourceUrl(origin, place);
      return createMcpServer({ pipeline, urlOf, onUnexpectedError });
    },
    // Clients of before the protocol's revision of 2026 are served too, without sessions.
    { legacy: 'stateless' },
  );
  return toNodeHandler(handler);
}
