/** `groundwork serve`: listens at once, brings the index up to date, answers, stops gracefully. */
import { Command } from 'commander';
import { type Config, chatProviderOf, readConfig } from '../config.ts';
import { deferConversations } from '../conversations/deferred-conversations.ts';
import { EmptyCorpusError, GroundworkError, LockedError } from '../errors.ts';
import type { Pipeline } from '../pipeline-contract.ts';
import { openSettings, withSettings } from '../settings.ts';
import { buildPage, pageFolder } from './build-page.ts';
import type { CliContext } from './context.ts';
import { summaryOf } from './ingest-command.ts';

/** How often the server looks for a newer index. */
const refreshMs = 1_000;

export function serveCommand(context: CliContext): Command {
  return new Command('serve')
    .description('Serve the page and the API')
    .option('--no-ingest', 'answer from the index as it is')
    .action(async (flags: { readonly ingest: boolean }) => {
      const config = readConfig(withSettings(context.env));
      const [
        { createPipeline, diagnoseInstallation, openConversations },
        { createApp },
        { serve },
      ] = await Promise.all([
        import('../pipeline.ts'),
        import('../serve/app.ts'),
        import('../serve/serve.ts'),
      ]);
      const pipeline = await createPipeline(config);
      const conversations = deferConversations();
      const page = { missing: 'The page is being built; it takes some seconds.' };
      const state: { preparing: string | undefined } = { preparing: undefined };
      const app = createApp(pipeline, {
        host: config.HOST,
        apiKey: config.API_KEY,
        conversations,
        page: { folder: pageFolder, missing: () => page.missing },
        settings: { settings: openSettings(context.env), diagnose: diagnoseInstallation },
        sourcesList: config.SOURCES_LIST === 'on',
        preparing: () => state.preparing,
        onUnexpectedError: (error) =>
          context.printError(
            error instanceof Error ? (error.stack ?? error.message) : String(error),
          ),
      });
      const server = await serve(app, config.HOST, config.PORT);
      context.print(`Groundwork listens on ${server.url}`);
      context.print(destinationOf(config));
      void buildPageFor(page, context);
      tryRefresh(pipeline);
      try {
        conversations.open(await openConversations(config));
      } catch (error) {
        await server.stop();
        await pipeline.close();
        throw error;
      }
      const stopping = new AbortController();
      const stopped = new Promise<void>((resolve) => {
        for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve());
      });
      const timer = setInterval(() => tryRefresh(pipeline), refreshMs);
      const ingesting = flags.ingest
        ? bringUpToDate(pipeline, context, state, stopping.signal)
        : undefined;
      void (async () => {
        await ingesting;
        await announce(pipeline, context);
      })();
      const broken = await Promise.race([stopped, pipeline.ready.then(() => stopped, asError)]);
      clearInterval(timer);
      stopping.abort(new LockedError('Stopping.'));
      await ingesting;
      await server.stop();
      await pipeline.close();
      conversations.close();
      if (broken) throw broken;
    });
}

/** Beside everything else; what it finds wrong is the operator's, and its reader is told where to look. */
async function buildPageFor(page: { missing: string }, context: CliContext): Promise<void> {
  const problem = await buildPage(context.env);
  if (problem === undefined) return;
  context.printError(problem);
  page.missing = "The page cannot be shown; the server's log says why. The API answers.";
}

function asError(reason: unknown): Error {
  return reason instanceof Error ? reason : new Error(String(reason));
}

/** Ingests what changed. A failure leaves the index that is there answering. */
async function bringUpToDate(
  pipeline: Pipeline,
  context: CliContext,
  state: { preparing: string | undefined },
  signal: AbortSignal,
): Promise<void> {
  state.preparing = 'The documents are being prepared; ask again in a moment.';
  try {
    const report = await pipeline.ingest({
      signal,
      onProgress: ({ files, filesDone, embedded }) => {
        state.preparing = `The documents are being prepared: ${filesDone} of ${files} files, ${embedded} chunks encoded.`;
      },
    });
    for (const { reason } of report.setAside) context.printError(`Set aside: ${reason}`);
    context.print(summaryOf(report, false));
    state.preparing = undefined;
  } catch (error) {
    if (signal.aborted) return;
    // Messages name folders and processes of this machine: they are for its log alone.
    state.preparing =
      error instanceof EmptyCorpusError
        ? 'The folder of documents holds none that can be read; put .md, .markdown or .txt files into it and start again.'
        : "The documents could not be prepared; the server's log says why.";
    context.printError(error instanceof GroundworkError ? error.message : String(error));
  }
  tryRefresh(pipeline);
}

function tryRefresh(pipeline: Pipeline): void {
  try {
    pipeline.refresh();
  } catch (error) {
    if (!(error instanceof GroundworkError)) throw error;
    // Without an index the routes say so; the next look may find one.
  }
}

async function announce(pipeline: Pipeline, context: CliContext): Promise<void> {
  if (!pipeline.isReady()) return;
  const { answers, model, retrievers, notices } = await pipeline.mode();
  const writer =
    answers === 'extractive' ? 'Answers quote the documents' : `${model} writes answers`;
  context.print(`${writer}; search by ${retrievers.join(' + ')}.`);
  for (const notice of notices) context.print(notice);
  // The first page asks for these; what answers questions is loaded on the way.
  await pipeline.suggestions(6).catch(() => undefined);
}

/** One line on what leaves this machine. */
function destinationOf(config: Config): string {
  const chat = config.OPENAI_BASE_URL ?? 'https://api.openai.com';
  const embedding = config.OPENAI_EMBEDDING_BASE_URL ?? chat;
  const sent = [
    ...(config.EMBEDDINGS === 'openai'
      ? [`Passages and questions are sent to ${new URL(embedding).host} to be embedded.`]
      : []),
    ...(chatProviderOf(config) !== null && config.ANSWERS !== 'extractive'
      ? [`Questions and the passages found are sent to ${new URL(chat).host} to be answered.`]
      : []),
  ];
  return sent.length > 0 ? sent.join(' ') : 'Nothing leaves this machine.';
}
