/** `groundwork serve`: listens at once, brings the index up to date, answers, stops gracefully. */
import { join } from 'node:path';
import { Command } from 'commander';
import { createAnswerSlots } from '../access/answer-slots.ts';
import { type Keys, openKeys } from '../access/keys.ts';
import { writeSecretFile } from '../access/secret-file.ts';
import { openTokenQuota } from '../access/token-quota.ts';
import { readProxies } from '../access/trusted-proxies.ts';
import { type Config, chatProviderOf, demandKey, readConfig } from '../config.ts';
import { deferConversations } from '../conversations/deferred-conversations.ts';
import type { Log } from '../observe/log.ts';
import type { Pipeline } from '../pipeline-contract.ts';
import { openSettings, withSettings } from '../settings.ts';
import { buildPage, pageFolder } from './build-page.ts';
import type { CliContext } from './context.ts';
import { keepHeapTight } from './keep-heap-tight.ts';
import { keepUpToDate, tryRefresh } from './keep-up-to-date.ts';
import { watchForStop } from './watch-for-stop.ts';

/** How often the server looks for a newer index. */
const refreshMs = 1_000;
/** From being told to stop until the process ends, whatever still holds it. */
const longestStopMs = 9_500;

export function serveCommand(context: CliContext): Command {
  return new Command('serve')
    .description('Serve the page and the API')
    .option('--no-ingest', 'answer from the index as it is')
    .option('--generate-key', 'make a key of scope admin where there is no key yet')
    .action(async (flags: { readonly ingest: boolean; readonly generateKey?: true }) => {
      keepHeapTight();
      const config = readConfig(withSettings(context.env));
      const keys = openKeys({ environmentKey: config.API_KEY, folder: config.DATA_DIR });
      const madeKey = flags.generateKey === true && (await generateKey(config, keys));
      demandKey(config, keys.list().length);
      const [
        { createPipeline, diagnoseInstallation, openConversations },
        { createApp },
        { serve },
        { drain },
        { createObservation },
      ] = await Promise.all([
        import('../pipeline.ts'),
        import('../serve/app.ts'),
        import('../serve/serve.ts'),
        import('../serve/drain.ts'),
        import('../observe/observation.ts'),
      ]);
      const pipeline = await createPipeline(config);
      const { print, printError } = context;
      const observation = createObservation(pipeline, { format: config.LOG, print, printError });
      const { log } = observation;
      keys.onBroken(() => log.write({ event: 'notice', notice: 'keys-broken' }));
      const conversations = deferConversations();
      const page = { missing: 'The page is being built; it takes some seconds.' };
      const documents = keepUpToDate(pipeline, observation.observer, config);
      let isOpened = false;
      const answerSlots = createAnswerSlots(config.MAX_ANSWERS_AT_ONCE);
      const app = createApp(pipeline, {
        intake: documents.intake,
        maxUploadBytes: config.MAX_UPLOAD_MB * 1_000_000,
        host: config.HOST,
        keys,
        trustedProxies: readProxies(config.TRUSTED_PROXIES ?? '') ?? [],
        demo: config.DEMO === 'on',
        conversations,
        page: { folder: pageFolder, missing: () => page.missing },
        settings: { settings: openSettings(context.env), diagnose: diagnoseInstallation },
        sourcesList: config.SOURCES_LIST === 'on',
        preparing: () =>
          documents.preparing() ??
          (isOpened ? undefined : 'The library is being opened; ask again in a moment.'),
        requestsPerMinute: config.REQUESTS_PER_MINUTE,
        answersPerMinute: config.ANSWERS_PER_MINUTE,
        answerSlots,
        tokenQuota: quotaOf(config),
        observation,
      });
      const server = await serve(app, config.HOST, config.PORT);
      log.write({ event: 'start', url: server.url, destinations: destinationsOf(config) });
      if (madeKey) log.write({ event: 'notice', notice: 'key-made' });
      if (config.DEMO === 'on') log.write({ event: 'notice', notice: 'demo' });
      void buildPageFor(page, context, log);
      let looking: Promise<void> | undefined;
      // One at a time: on a slow disk they would pile up.
      const look = (): Promise<void> => {
        looking ??= tryRefresh(pipeline)
          .catch((error: unknown) => observation.observer.failed(error, 'process'))
          .finally(() => {
            looking = undefined;
          });
        return looking;
      };
      const firstLook = look().finally(() => {
        isOpened = true;
      });
      try {
        conversations.open(await openConversations(config));
      } catch (error) {
        await server.stop();
        await pipeline.close();
        throw error;
      }
      const watch = watchForStop((error) => observation.observer.failed(error, 'process'));
      const timer = setInterval(() => void look(), refreshMs);
      void (async () => {
        // What is there answers first; only then is it compared with the folder.
        await firstLook;
        if (flags.ingest) await documents.intake.run();
        await announce(pipeline, log);
      })().catch((error: unknown) => observation.observer.failed(error, 'process'));
      const why = await Promise.race([
        watch.reason,
        pipeline.ready.then(() => watch.reason, asError),
      ]);
      const reason = why === 'signal' ? 'signal' : 'error';
      setTimeout(() => process.exit(reason === 'signal' ? 0 : 1), longestStopMs).unref();
      clearInterval(timer);
      const [interrupted] = await Promise.all([
        drain(server, answerSlots, { keepsListening: reason === 'signal' }),
        documents.stop(),
      ]);
      keys.close();
      await pipeline.close();
      conversations.close();
      log.write({ event: 'stop', reason, interrupted, uptimeMs: process.uptime() * 1_000 });
      watch.unwatch();
      if (why instanceof Error) throw why;
      if (reason === 'error') context.exit(1);
    });
}

function quotaOf({ MODEL_TOKENS_PER_DAY: perDay, DATA_DIR }: Config) {
  if (perDay === undefined) return undefined;
  return openTokenQuota({ perDay, file: join(DATA_DIR, 'model-tokens.json') });
}

/** For containers: the first start makes the key, and the log says where it lies, never what it is. */
async function generateKey({ API_KEY, DATA_DIR }: Config, keys: Keys): Promise<boolean> {
  if (API_KEY !== undefined || keys.list().length > 0) return false;
  const { id, key } = await keys.add({ name: 'first admin', scope: 'admin' });
  try {
    writeSecretFile(join(DATA_DIR, 'admin.key'), `${key}\n`);
  } catch (error) {
    // A key that nobody can read would keep the next start from making one.
    await keys.revoke(id);
    throw error;
  }
  return true;
}

/** Beside everything else; what it finds wrong is the operator's, and its reader is told where to look. */
async function buildPageFor(
  page: { missing: string },
  context: CliContext,
  log: Log,
): Promise<void> {
  const problem = await buildPage(context.env);
  if (problem === undefined) return;
  log.write({ event: 'page', problem });
  page.missing = "The page cannot be shown; the server's log says why. The API answers.";
}

function asError(reason: unknown): Error {
  return reason instanceof Error ? reason : new Error(String(reason));
}

async function announce(pipeline: Pipeline, log: Log): Promise<void> {
  if (!pipeline.isReady()) return;
  const { answers, model, retrievers, notices } = await pipeline.mode();
  log.write({ event: 'ready', answers, model, retrievers, notices });
  // The first page asks for these; what answers questions is loaded on the way.
  await pipeline.suggestions(6).catch(() => undefined);
}

/** One line on what leaves this machine. */
function destinationsOf(config: Config): string {
  const chat = config.OPENAI_BASE_URL ?? 'https://api.openai.com';
  const embedding = config.OPENAI_EMBEDDING_BASE_URL ?? chat;
  const servers = (config.WEAVIATE_URL ?? []).map((address) => new URL(address).host);
  const sent = [
    ...(config.LIBRARY === 'weaviate'
      ? [`Documents, and the words and vectors of questions, are sent to ${servers.join(', ')}.`]
      : []),
    ...(config.EMBEDDINGS === 'openai'
      ? [`Passages and questions are sent to ${new URL(embedding).host} to be embedded.`]
      : []),
    ...(chatProviderOf(config) !== null && config.ANSWERS !== 'extractive'
      ? [`Questions and the passages found are sent to ${new URL(chat).host} to be answered.`]
      : []),
  ];
  return sent.length > 0 ? sent.join(' ') : 'Nothing leaves this machine.';
}
