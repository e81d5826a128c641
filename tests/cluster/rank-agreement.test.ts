/** Both libraries rank the shipped notes alike, so that what was tuned on one holds for the other. */
import { randomBytes } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { expect, inject, it, onTestFinished } from 'vitest';
import { readConfig } from '../../src/config.ts';
import { readGolden } from '../../src/evaluate/golden.ts';
import { createPipeline } from '../../src/pipeline.ts';
import type { Pipeline } from '../../src/pipeline-contract.ts';
import { dropLibrary } from '../../src/pipeline-library.ts';
import { temporaryFolder } from '../fakes/temporary-folder.ts';
import { shippedNotes } from './groundwork-settings.ts';

const golden = fileURLToPath(new URL('../quality/golden', import.meta.url));
/** Of the dev split every so many is asked. */
const step = 3;
const k = 10;

async function filled(settings: Readonly<Record<string, string>>): Promise<Pipeline> {
  const config = readConfig({
    ...settings,
    CORPUS_DIR: shippedNotes,
    DATA_DIR: temporaryFolder(),
    WEAVIATE_PREFIX: `Test${randomBytes(6).toString('hex')}`,
  });
  const pipeline = await createPipeline(config);
  onTestFinished(async () => {
    await pipeline.close();
    await dropLibrary(config);
  });
  await pipeline.ingest();
  await pipeline.refresh();
  return pipeline;
}

it('finds the same passages in the same order', async () => {
  const local = await filled({});
  const weaviate = await filled({
    LIBRARY: 'weaviate',
    WEAVIATE_URL: inject('weaviateUrl'),
    WEAVIATE_GRPC_URL: `127.0.0.1:${inject('weaviateGrpcPort')}`,
    WEAVIATE_REPLICATION: '3',
  });
  const questions = readGolden(golden)
    .filter(({ split }) => split === 'dev')
    .filter((_, at) => at % step === 0);
  let shared = 0;
  let found = 0;
  let alike = 0;
  for (const { question } of questions) {
    const [expected, given] = await Promise.all(
      [local, weaviate].map(async (pipeline) => {
        const { passages } = await pipeline.search(question, k);
        return passages.map(({ chunkId }) => chunkId);
      }),
    );
    found += expected!.length;
    shared += expected!.filter((id) => given!.includes(id)).length;
    alike += Number(expected!.join() === given!.join());
  }
  const n = questions.length;
  console.log(
    `Of ${found} passages for ${n} questions ${shared} are found by both libraries; ${alike} of ${n} lists are the same.`,
  );
  expect(n).toBeGreaterThan(100);
  expect(shared / found).toBeGreaterThanOrEqual(0.99);
  expect(alike / n).toBeGreaterThanOrEqual(0.95);
});
