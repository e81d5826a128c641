/** `groundwork mcp`: the tools for an assistant that starts this program. Only the protocol goes to stdout. */
import { Command } from 'commander';
import { readConfig } from '../config.ts';
import { GroundworkError } from '../errors.ts';
import { describeFault } from '../observe/describe-fault.ts';
import { withSettings } from '../settings.ts';
import type { CliContext } from './context.ts';

export function mcpCommand(context: CliContext): Command {
  return new Command('mcp')
    .description('Serve the notes to an assistant over stdio (Model Context Protocol)')
    .action(async () => {
      const config = readConfig(withSettings(context.env));
      const [{ createPipeline }, { createMcpServer }, { serveStdio }] = await Promise.all([
        import('../pipeline.ts'),
        import('../mcp/mcp-server.ts'),
        import('@modelcontextprotocol/server/stdio'),
      ]);
      const pipeline = await createPipeline(config);
      // The message of what is nobody's input may hold what was asked.
      const report = (error: unknown): void =>
        context.printError(
          error instanceof GroundworkError ? error.message : JSON.stringify(describeFault(error)),
        );
      const handle = serveStdio(() =>
        createMcpServer({ pipeline, urlOf: ({ uri }) => uri, onUnexpectedError: report }),
      );
      const ended = new Promise<void>((resolve) => {
        process.stdin.once('close', resolve);
        for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve());
      });
      await pipeline
        .ingest()
        .catch(report)
        .then(() => pipeline.refresh());
      await ended;
      await handle.close();
      await pipeline.close();
    });
}
