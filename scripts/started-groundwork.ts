/** Groundwork in a process of its own, as who runs it starts it: for pictures, benchmarks and tests. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

export interface StartOptions {
  /**
   * Variables over those of this process; an empty one counts as unset. Without `DATA_DIR` it gets a
   * folder of its own, removed when it stops.
   */
  readonly settings?: Readonly<Record<string, string>>;
  /** Hears what it prints, to either stream, as it comes. */
  readonly hear?: (text: string) => void;
}

export interface StartedGroundwork {
  readonly url: string;
  readonly pid: number;
  /** Settles with the exit code once the process is gone; null where a signal killed it. */
  readonly ended: Promise<number | null>;
  /** Asks it to stop and waits; the exit code. */
  stop(): Promise<number | null>;
}

const root = fileURLToPath(new URL('../', import.meta.url));
const readyWithinMs = 120_000;

/**
 * Settles once the server answers questions.
 *
 * @throws Error with what it printed last when it ends before, or takes more than two minutes
 */
export async function startGroundwork(options: StartOptions = {}): Promise<StartedGroundwork> {
  const { settings = {}, hear = () => {} } = options;
  const ownFolder =
    settings['DATA_DIR'] === undefined ? mkdtempSync(join(tmpdir(), 'groundwork-')) : undefined;
  const server = spawn(process.execPath, [join(root, 'bin', 'groundwork.mjs'), 'serve'], {
    cwd: root,
    env: {
      ...process.env,
      API_KEY: '',
      HOST: '127.0.0.1',
      PORT: '0',
      ...(ownFolder !== undefined && { DATA_DIR: ownFolder }),
      ...settings,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  let url: string | undefined;
  for (const stream of [server.stdout, server.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      said = (said + text).slice(-4_000);
      url ??= /listens on (http:[^\s"]+)/.exec(said)?.[1];
      hear(text);
    });
  }
  const ended = once(server, 'close').then(([code]: (number | null)[]) => {
    if (ownFolder !== undefined) rmSync(ownFolder, { recursive: true, force: true });
    return code ?? null;
  });
  const stop = () => {
    server.kill('SIGTERM');
    return ended;
  };
  const giveUpAt = Date.now() + readyWithinMs;
  while (server.exitCode === null && server.signalCode === null && Date.now() < giveUpAt) {
    if (url !== undefined && (await isReady(url))) return { url, pid: server.pid!, ended, stop };
    await sleep(50);
  }
  await stop();
  throw new Error(`Groundwork did not get ready. It printed:\n${said}`);
}

async function isReady(url: string): Promise<boolean> {
  try {
    return (await fetch(`${url}/ready`)).ok;
  } catch {
    return false;
  }
}
