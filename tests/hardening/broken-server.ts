/** A server that is up and whose inside is not: whatever it asks of the pipeline fails with secrets in it. */
import type { Pipeline } from '../../src/pipeline-contract.ts';
import { createApp } from '../../src/serve/app.ts';
import { type RunningServer, serve } from '../../src/serve/serve.ts';
import { createMemoryConversations } from '../fakes/memory-conversations.ts';

/** Stands in every message of its errors, and in nothing that it is asked. */
export const secretOfBroken = 'sk-this-is-a-secret-of-the-inside';

export async function startBrokenServer(): Promise<RunningServer> {
  const fail = () => {
    throw new Error(
      `EACCES: permission denied, open '${import.meta.filename}' with ${secretOfBroken}`,
    );
  };
  const failLater = async () => fail();
  const pipeline: Pipeline = {
    ready: Promise.resolve(),
    isReady: () => true,
    answerers: () => ['extractive'],
    refresh: fail,
    close: async () => {},
    ingest: failLater,
    ask: failLater,
    checkSources: failLater,
    search: failLater,
    documents: failLater,
    document: failLater,
    chunks: failLater,
    indexedAt: failLater,
    suggestions: failLater,
    followUps: failLater,
    mode: failLater,
    useModels: failLater,
  };
  const settings = {
    list: fail,
    preview: fail,
    change: fail,
  };
  const app = createApp(pipeline, {
    host: '127.0.0.1',
    conversations: createMemoryConversations(),
    page: { folder: '/nowhere', missing: () => 'There is no page here.' },
    settings: { settings, diagnose: failLater },
    preparing: () => undefined,
  });
  return serve(app, '127.0.0.1', 0);
}
