/** `npm start` as a process of its own, so that it does not share the measuring one's thread. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../', import.meta.url));
const readyWithinMs = 120_000;

export interface RunningServer {
  readonly url: string;
  stop(): Promise<void>;
}

/**
 * Settles once the server answers questions.
 *
 * @param settings variables of the environment; those of the caller's shell that would change what is
 *   measured are taken out
 * @throws Error with what it printed when it ends before, or takes more than two minutes
 */
export async function startServer(
  settings: Readonly<Record<string, string>>,
): Promise<RunningServer> {
  const child = spawn(process.execPath, ['--import', 'tsx', 'scripts/start.ts'], {
    cwd: root,
    env: { ...process.env, API_KEY: '', HOST: '127.0.0.1', PORT: '0', ...settings },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const ended = once(child, 'exit');
  let said = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (part) => {
      said += part;
    });
  }
  const stop = async (): Promise<void> => {
    child.kill('SIGTERM');
    await ended;
  };
  const giveUpAt = Date.now() + readyWithinMs;
  while (child.exitCode === null && Date.now() < giveUpAt) {
    const url = /listens on (\S+)/.exec(said)?.[1];
    if (url !== undefined && (await fetch(`${url}/ready`)).ok) return { url, stop };
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  await stop();
  throw new Error(`The server did not become ready; it printed: ${said}`);
}
