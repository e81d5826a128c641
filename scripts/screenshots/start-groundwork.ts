/** Groundwork as a reader starts it, in a process and a folder of its own. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { buildPage } from '../../src/cli/build-page.ts';

export interface Groundwork {
  readonly url: string;
  stop(): Promise<void>;
}

const root = fileURLToPath(new URL('../../', import.meta.url));
const patienceMs = 120_000;
/** Set and empty: neither the environment nor a `.env` file changes what the pictures show. */
const unset = {
  API_KEY: '',
  EMBEDDINGS: '',
  ANSWERS: '',
  OPENAI_API_KEY: '',
  OPENAI_BASE_URL: '',
  OPENAI_EMBEDDING_API_KEY: '',
  OPENAI_EMBEDDING_BASE_URL: '',
};

/** @throws Error when the page cannot be built, or the server is not ready within two minutes */
export async function startGroundwork(): Promise<Groundwork> {
  // Built before the server starts, which would show an older page while it builds.
  const problem = await buildPage(process.env);
  if (problem !== undefined) throw new Error(problem);
  const dataFolder = mkdtempSync(join(tmpdir(), 'groundwork-screenshots-'));
  const server = spawn(process.execPath, [join(root, 'bin', 'groundwork.mjs'), 'serve'], {
    cwd: root,
    env: {
      ...process.env,
      ...unset,
      HOST: '127.0.0.1',
      PORT: '0',
      CORPUS_DIR: join(root, 'corpus'),
      DATA_DIR: dataFolder,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  for (const stream of [server.stdout, server.stderr]) {
    stream.on('data', (part) => {
      said = (said + part).slice(-4_000);
    });
  }
  const stop = async (): Promise<void> => {
    if (server.exitCode === null && server.signalCode === null) {
      server.kill('SIGTERM');
      await once(server, 'exit');
    }
    rmSync(dataFolder, { recursive: true, force: true });
  };
  try {
    const deadline = Date.now() + patienceMs;
    while (Date.now() < deadline && server.exitCode === null) {
      const url = /listens on (\S+)/.exec(said)?.[1];
      if (url !== undefined && (await isReady(url))) return { url, stop };
      await sleep(200);
    }
    throw new Error(`Groundwork did not get ready. It said:\n${said}`);
  } catch (error) {
    await stop();
    throw error;
  }
}

async function isReady(url: string): Promise<boolean> {
  try {
    return (await fetch(`${url}/ready`)).ok;
  } catch {
    return false;
  }
}
