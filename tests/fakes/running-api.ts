/** The API over the notes that ship, on a port of this machine; without a page. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readConfig } from '../../src/config.ts';
import { createPipeline, type PipelineOptions } from '../../src/pipeline.ts';
import type { Pipeline } from '../../src/pipeline-contract.ts';
import { type AppOptions, createApp } from '../../src/serve/app.ts';
import { type RunningServer, serve } from '../../src/serve/serve.ts';
import { intakeOver } from './intake-over.ts';
import { createMemoryConversations } from './memory-conversations.ts';

export interface RunningApi {
  readonly url: string;
  readonly pipeline: Pipeline;
  /** Errors that were nobody's input. */
  readonly unexpected: readonly unknown[];
  stop(): Promise<void>;
}

export interface RunningApiOptions {
  readonly environment?: Readonly<Record<string, string>>;
  readonly pipeline?: PipelineOptions;
  readonly app?: Partial<AppOptions>;
}

export async function startApi(options: RunningApiOptions = {}): Promise<RunningApi> {
  const data = mkdtempSync(join(tmpdir(), 'groundwork-api-'));
  const corpus = fileURLToPath(new URL('../../corpus', import.meta.url));
  const config = readConfig({ CORPUS_DIR: corpus, DATA_DIR: data, ...options.environment });
  const pipeline = await createPipeline(config, options.pipeline);
  await pipeline.ingest();
  await pipeline.refresh();
  const unexpected: unknown[] = [];
  const app = createApp(pipeline, {
    host: '127.0.0.1',
    apiKey: undefined,
    conversations: createMemoryConversations(),
    page: { folder: join(data, 'page'), missing: () => 'No page here.' },
    intake: intakeOver(pipeline, { corpusFolder: config.CORPUS_DIR, dataFolder: config.DATA_DIR }),
    preparing: () => undefined,
    onUnexpectedError: (error) => unexpected.push(error),
    ...options.app,
  });
  const server: RunningServer = await serve(app, '127.0.0.1', 0);
  return {
    url: server.url,
    pipeline,
    unexpected,
    stop: async () => {
      await server.stop();
      await pipeline.close();
      rmSync(data, { recursive: true, force: true });
    },
  };
}
