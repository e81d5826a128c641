/** Weaviate's own backup brings a library back, with a key that it asks for. Kept in a folder instead of object storage. */
import { expect, it } from 'vitest';
import { z } from 'zod';
import { readConfig } from '../../src/config.ts';
import { createPipeline } from '../../src/pipeline.ts';
import { temporaryFolder } from '../fakes/temporary-folder.ts';
import { groundworkSettings } from './groundwork-settings.ts';
import { startCluster } from './start-cluster.ts';

const key = 'the-key-of-these-tests';
const name = '2026-11-26';
const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json' };

it('brings back a library that was dropped', async ({ onTestFinished }) => {
  const server = await startCluster({
    size: 1,
    settings: {
      ENABLE_MODULES: 'backup-filesystem',
      BACKUP_FILESYSTEM_PATH: temporaryFolder(),
      AUTHENTICATION_ANONYMOUS_ACCESS_ENABLED: 'false',
      AUTHENTICATION_APIKEY_ENABLED: 'true',
      AUTHENTICATION_APIKEY_ALLOWED_KEYS: key,
      AUTHENTICATION_APIKEY_USERS: 'groundwork',
      AUTHORIZATION_ADMINLIST_ENABLED: 'true',
      AUTHORIZATION_ADMINLIST_USERS: 'groundwork',
    },
  });
  onTestFinished(() => server.stop());
  const { url } = server.nodes[0]!;
  const pipeline = await createPipeline(
    readConfig({
      ...groundworkSettings(server.nodes, 'Kept', temporaryFolder()),
      CORPUS_DIR: temporaryFolder({
        'slopes.md': '# Slopes\n\nGradient descent follows the slope of the loss downhill.\n',
        'trees.md': '# Trees\n\nA random forest averages many decision trees.\n',
      }),
      WEAVIATE_API_KEY: key,
    }),
  );
  onTestFinished(() => pipeline.close());
  await pipeline.ingest();
  await pipeline.refresh();
  const question = 'What does gradient descent follow?';
  const before = await pipeline.ask(question);
  expect(before.answer.citations.length).toBeGreaterThan(0);

  await post(`${url}/v1/backups/filesystem`, { id: name });
  await expect.poll(() => statusOf(`${url}/v1/backups/filesystem/${name}`)).toBe('SUCCESS');
  const { classes } = z
    .object({ classes: z.array(z.object({ class: z.string() })) })
    .parse(await read(`${url}/v1/schema`));
  expect(classes.length).toBeGreaterThan(1);
  for (const { class: collection } of classes) {
    await fetch(`${url}/v1/schema/${collection}`, { method: 'DELETE', headers });
  }
  await expect(pipeline.ask(question)).rejects.toThrow();

  await post(`${url}/v1/backups/filesystem/${name}/restore`, {});
  const restoring = `${url}/v1/backups/filesystem/${name}/restore`;
  await expect.poll(() => statusOf(restoring)).toBe('SUCCESS');
  expect((await pipeline.ask(question)).answer).toEqual(before.answer);
});

async function read(url: string): Promise<unknown> {
  return (await fetch(url, { headers })).json();
}

async function post(url: string, body: unknown): Promise<void> {
  const reply = await fetch(url, { method: 'POST', headers, body: JSON.stringify(body) });
  expect(reply.status, await reply.text()).toBe(200);
}

async function statusOf(url: string): Promise<string> {
  return z.object({ status: z.string() }).parse(await read(url)).status;
}
