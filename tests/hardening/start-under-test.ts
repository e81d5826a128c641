/** Groundwork with a scripted model behind it, in a process of its own. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type StartedGroundwork, startGroundwork } from '../../scripts/started-groundwork.ts';
import { type ScriptedProvider, startScriptedProvider } from './scripted-provider.ts';

export interface UnderTest extends StartedGroundwork {
  readonly model: ScriptedProvider;
  readonly dataFolder: string;
  /** Lines about promises and errors that nobody caught. */
  readonly uncaught: readonly string[];
}

const root = fileURLToPath(new URL('../../', import.meta.url));
const saysUncaught = /unhandled\W?rejection|uncaught\W?exception|UnhandledPromise|MaxListeners/i;

/** @param settings variables over those that open every limit */
export async function startUnderTest(
  settings: Readonly<Record<string, string>> = {},
): Promise<UnderTest> {
  const folder = mkdtempSync(join(tmpdir(), 'groundwork-hardening-'));
  const dataFolder = join(folder, 'data');
  const uncaught: string[] = [];
  const model = await startScriptedProvider();
  const server = await startGroundwork({
    hear: (text) => uncaught.push(...text.split('\n').filter((line) => saysUncaught.test(line))),
    settings: {
      NODE_ENV: '',
      CORPUS_DIR: join(root, 'corpus'),
      DATA_DIR: dataFolder,
      LOG: 'json',
      EMBEDDINGS: 'local',
      ANSWERS: 'auto',
      OPENAI_BASE_URL: model.url,
      OPENAI_MODEL: 'scripted',
      OPENAI_API_KEY: '',
      REQUESTS_PER_MINUTE: '100000',
      ANSWERS_PER_MINUTE: '100000',
      MAX_ANSWERS_AT_ONCE: '2000',
      ...settings,
    },
  }).catch(async (error: unknown) => {
    // Its port would keep this process alive.
    await model.close();
    throw error;
  });
  const ended = server.ended.finally(async () => {
    await model.close();
    rmSync(folder, { recursive: true, force: true });
  });
  const stop = async () => {
    await server.stop();
    return ended;
  };
  return { ...server, ended, stop, model, dataFolder, uncaught };
}
