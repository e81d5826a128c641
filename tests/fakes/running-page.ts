/** The whole of Groundwork, as `npm start` puts it together, for a browser to open. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readConfig } from '../../src/config.ts';
import type { ConversationStore } from '../../src/conversations/contract.ts';
import { createPipeline, diagnoseInstallation, openConversations } from '../../src/pipeline.ts';
import type { Pipeline } from '../../src/pipeline-contract.ts';
import { type AppOptions, createApp } from '../../src/serve/app.ts';
import { serve } from '../../src/serve/serve.ts';
import { openSettings } from '../../src/settings.ts';
import { builtPage } from './built-page.ts';
import { intakeOver } from './intake-over.ts';

export interface RunningPage {
  readonly url: string;
  readonly pipeline: Pipeline;
  readonly conversations: ConversationStore;
  stop(): Promise<void>;
}

export interface RunningPageOptions {
  /** The notes that ship unless given. */
  readonly corpus?: string;
  readonly dataFolder?: string;
  readonly host?: string;
  readonly port?: number;
  readonly apiKey?: string;
  readonly app?: Partial<AppOptions>;
  /** Stands between the routes and the pipeline. */
  readonly wrap?: (pipeline: Pipeline) => Pipeline;
}

export const shippedNotes = fileURLToPath(new URL('../../corpus', import.meta.url));

export async function startPage(options: RunningPageOptions = {}): Promise<RunningPage> {
  const { corpus = shippedNotes, host = '127.0.0.1', port = 0, apiKey, wrap } = options;
  const data = options.dataFolder ?? mkdtempSync(join(tmpdir(), 'groundwork-page-'));
  const config = readConfig({ CORPUS_DIR: corpus, DATA_DIR: data });
  const [page, pipeline, conversations] = await Promise.all([
    builtPage(),
    createPipeline(config),
    openConversations(config),
  ]);
  await pipeline.ingest();
  await pipeline.refresh();
  const unexpected: unknown[] = [];
  const app = createApp(wrap ? wrap(pipeline) : pipeline, {
    host,
    apiKey,
    conversations,
    page,
    settings: { settings: openSettings({ DATA_DIR: data }), diagnose: diagnoseInstallation },
    intake: intakeOver(pipeline, { corpusFolder: config.CORPUS_DIR, dataFolder: config.DATA_DIR }),
    preparing: () => undefined,
    onUnexpectedError: (error) => unexpected.push(error),
    ...options.app,
  });
  const server = await serve(app, host, port);
  return {
    url: server.url,
    pipeline,
    conversations,
    stop: async () => {
      await server.stop();
      await pipeline.close();
      conversations.close();
      if (options.dataFolder === undefined) rmSync(data, { recursive: true, force: true });
      if (unexpected.length > 0) throw unexpected[0];
    },
  };
}
