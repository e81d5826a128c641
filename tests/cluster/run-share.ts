/** `groundwork ingest --shard i/n` as somebody starts it, and how many of its files it says are written. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

export interface RunningShare {
  /**
   * Files written so far, by what it printed: the first so many of its share, by uri. It prints that with
   * each tenth of its text.
   */
  filesDone(): number;
  /** All that it printed. */
  said(): string;
  /** Settles with the exit code; null where it was killed. */
  readonly ended: Promise<number | null>;
}

const groundwork = fileURLToPath(new URL('../../bin/groundwork.mjs', import.meta.url));

/** @param shard such as `1/3` */
export function runShare(shard: string, settings: Readonly<Record<string, string>>): RunningShare {
  const running = spawn(process.execPath, [groundwork, 'ingest', '--shard', shard], {
    env: { ...process.env, ...settings },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  for (const stream of [running.stdout, running.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      said += text;
    });
  }
  process.once('exit', () => running.kill('SIGKILL'));
  return {
    filesDone: () =>
      Math.max(0, ...[...said.matchAll(/(\d+)\/\d+ files/g)].map((m) => Number(m[1]))),
    said: () => said,
    ended: once(running, 'close').then(([code]: (number | null)[]) => code ?? null),
  };
}
