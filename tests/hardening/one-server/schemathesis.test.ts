/** The server keeps to what its OpenAPI document says, whatever is sent that the document allows or not. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findSchemathesis, runSchemathesis, type SchemathesisRun } from '../run-schemathesis.ts';
import { startUnderTest, type UnderTest } from '../start-under-test.ts';
import { reportZero, sizeOf } from '../tier.ts';
import { theServer } from './the-server.ts';

const seed = Number(process.env['SCHEMATHESIS_SEED'] ?? 1);
const examples = sizeOf(100, 5_000);
const program = findSchemathesis();
if (program === undefined) {
  console.warn(
    'SKIPPED: there is no schemathesis. Install schemathesis 4.32.5 with pip, in the PATH or named by SCHEMATHESIS.',
  );
}

const key = 'a key of the environment, 32 chars';
/** A name that is not this machine's, so that a key is needed. */
const elsewhere = { Host: 'groundwork.test' };
/** What changes the server for all others is tried on one of its own. */
const ownServerPaths = '^/api/(settings|keys|ingest|documents)';
/** It sends wrong keys, and ten of them shut the address out; all keys in all carriers are tested apart. */
const withoutWrongKeys = ['ignored_auth'];

describe.skipIf(program === undefined)('the OpenAPI document', () => {
  let own: UnderTest;

  beforeAll(async () => {
    own = await startUnderTest({
      HOST: '0.0.0.0',
      API_KEY: key,
      EMBEDDINGS: 'none',
      // These may be changed; addresses may not, so that nothing but the scripted model is called.
      ANSWERS: '',
      OPENAI_MODEL: '',
      OPENAI_EMBEDDING_BASE_URL: 'http://127.0.0.1:9/v1',
    });
  });

  afterAll(async () => {
    expect(await own.stop()).toBe(0);
    expect(own.uncaught).toEqual([]);
  });

  const holds = async (what: string, run: Omit<SchemathesisRun, 'seed'>) => {
    const report = await runSchemathesis(program!, { seed, ...run });
    if (!report.passed) console.log(report.text);
    expect(report.requests).toBeGreaterThan(0);
    reportZero({
      what: `Requests of schemathesis that break the document, ${what} (${report.operations} operations, ${run.examples} examples each)`,
      n: report.requests,
      failures: report.passed ? 0 : Number(/found (\d+)/.exec(report.text)?.[1] ?? 1),
    });
    expect(report.passed, `SCHEMATHESIS_SEED=${seed}`).toBe(true);
  };

  it.concurrent('holds on this machine, statefully', () =>
    holds('from this machine', {
      url: theServer().url,
      examples,
      except: '^/api/(settings|keys|ingest)',
      exceptOperation: 'POST /api/documents',
      withoutChecks: withoutWrongKeys,
    }));

  it.concurrent('holds for an admin elsewhere who changes settings and keys', () =>
    holds('with a key', {
      url: localUrlOf(own),
      headers: { ...elsewhere, Authorization: `Bearer ${key}` },
      examples,
      only: ownServerPaths,
      makesKeysUp: false,
      withoutChecks: withoutWrongKeys,
    }));

  it.concurrent('holds for who has no key, and is refused', () =>
    holds('without a key', {
      url: localUrlOf(own),
      headers: elsewhere,
      // Every one of them is refused at the door.
      examples: sizeOf(10, 1_000),
      makesKeysUp: false,
      phases: sizeOf(['coverage'], ['examples', 'coverage', 'fuzzing']),
      withoutChecks: withoutWrongKeys,
    }));
});

function localUrlOf({ url }: UnderTest): string {
  return url.replace('0.0.0.0', '127.0.0.1');
}
