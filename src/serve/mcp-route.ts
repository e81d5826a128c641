/** `/mcp`. What speaks the protocol is loaded when an assistant first calls: the server starts without. */
import type { RequestHandler } from 'express';
import { callerOf } from '../access/caller.ts';
import type { Pipeline } from '../pipeline-contract.ts';
import type { AdmitCaller } from './admit-question.ts';

export interface McpRouteOptions {
  readonly pipeline: Pipeline;
  /** Whether a caller's question may be asked now. */
  readonly admit: AdmitCaller;
  readonly onUnexpectedError: (error: unknown) => void;
}

export function mcpRoute(options: McpRouteOptions): RequestHandler {
  let loaded:
    | Promise<ReturnType<typeof import('./mcp-handler.ts').createNodeMcpHandler>>
    | undefined;
  return async (request, response) => {
    loaded ??= import('./mcp-handler.ts').then(({ createNodeMcpHandler }) =>
      createNodeMcpHandler(options),
    );
    await (await loaded)(callerOf(response), request, response);
  };
}
