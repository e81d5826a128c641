/** From starting the process to the server's first line, against a process that only imports. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { sideBySide } from './side-by-side.ts';

const root = fileURLToPath(new URL('../', import.meta.url));

export async function benchStart(): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'groundwork-bench-'));
  const env = { ...process.env, PORT: '0', HOST: '127.0.0.1', DATA_DIR: folder };
  try {
    const { left, right, ratio } = await sideBySide(
      10,
      () => untilFirstLine('scripts/start.ts', env),
      () => untilFirstLine('bench/bare-imports.ts', env),
    );
    return `| start to listening | ${left.toFixed(0)} ms | importing express, zod, hnswlib-node ${right.toFixed(0)} ms | ${ratio.toFixed(2)} |`;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Milliseconds to the first line on standard output; the process has ended when this resolves. */
async function untilFirstLine(script: string, env: NodeJS.ProcessEnv): Promise<number> {
  const begun = performance.now();
  const child = spawn(process.execPath, ['--import', 'tsx', script], {
    cwd: root,
    env,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const ended = once(child, 'exit');
  await Promise.race([once(child.stdout, 'data'), ended]);
  const elapsed = performance.now() - begun;
  child.kill('SIGTERM');
  await ended;
  return elapsed;
}
