import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';

const program = fileURLToPath(new URL('../../bin/groundwork.mjs', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'groundwork-door-'));
mkdirSync(join(folder, 'corpus'));
writeFileSync(join(folder, 'corpus', 'one.md'), '# One\n\nA token is a piece of a word.\n');
const running: ChildProcess[] = [];

function environment(more: Readonly<Record<string, string>> = {}) {
  return {
    PATH: process.env['PATH'],
    CORPUS_DIR: join(folder, 'corpus'),
    EMBEDDINGS: 'none',
    PORT: '0',
    HOST: '0.0.0.0',
    ...more,
  };
}

afterAll(() => {
  for (const server of running) server.kill('SIGKILL');
  rmSync(folder, { recursive: true, force: true });
});

/** Runs until it ends by itself. */
const run = (argv: readonly string[], env: NodeJS.ProcessEnv) =>
  new Promise<{ code: number | null; said: string }>((resolve) => {
    const child = execFile(
      process.execPath,
      [program, ...argv],
      { env, cwd: folder },
      (_error, stdout, stderr) => resolve({ code: child.exitCode, said: stdout + stderr }),
    );
  });

/** Starts, and settles with what was said until `awaited` was. */
const start = (argv: readonly string[], env: NodeJS.ProcessEnv, awaited: RegExp) =>
  new Promise<{ server: ChildProcess; said: () => string }>((resolve, reject) => {
    const server = spawn(process.execPath, [program, 'serve', ...argv], { env, cwd: folder });
    running.push(server);
    let said = '';
    const hear = (text: Buffer) => {
      said += String(text);
      if (awaited.test(said)) resolve({ server, said: () => said });
    };
    server.stdout?.on('data', hear);
    server.stderr?.on('data', hear);
    server.once('exit', (code) => reject(new Error(`Ended with ${code}: ${said}`)));
  });

describe('serving to other machines', () => {
  it('does not begin without a key, and says both ways to have one', async () => {
    const env = environment({ DATA_DIR: join(folder, 'no key') });
    const { code, said } = await run(['serve'], env);
    expect(code).toBe(2);
    expect(said).toMatch(/API_KEY/);
    expect(said).toMatch(/npm run keys -- add/);
  });

  it('does not begin with a broken file of keys, whatever else would let it', async () => {
    const data = join(folder, 'broken');
    mkdirSync(data);
    writeFileSync(join(data, 'keys.json'), '{');
    const key = 'a key of the environment';
    for (const more of [{ API_KEY: key }, { DEMO: 'on' }, { HOST: '127.0.0.1' }]) {
      const { code, said } = await run(['serve'], environment({ DATA_DIR: data, ...more }));
      expect(code).toBe(2);
      expect(said).toMatch(/"keys\.json"/);
      expect(said).not.toContain(key);
    }
  });

  it.each(['text', 'json'])(
    'makes the first key on demand and never says it: LOG=%s',
    async (LOG) => {
      const data = join(folder, `generated ${LOG}`);
      const env = environment({ DATA_DIR: data, LOG });
      const { server, said } = await start(['--generate-key'], env, /admin\.key/);
      const file = join(data, 'admin.key');
      const key = readFileSync(file, 'utf8').trim();
      expect(key).toMatch(/^gw_[\w-]{43}$/);
      expect(statSync(file).mode & 0o777).toBe(0o600);
      expect(said()).not.toContain(key.slice(3));
      server.kill('SIGTERM');
      await new Promise((resolve) => server.once('close', resolve));
      // A second start has its key.
      const again = await start(['--generate-key'], env, /listens on/);
      expect(readFileSync(file, 'utf8').trim()).toBe(key);
      expect(again.said()).not.toMatch(/admin\.key/);
    },
    30_000,
  );

  it('says that a demo is open to anyone', async () => {
    const env = environment({ DATA_DIR: join(folder, 'demo'), DEMO: 'on' });
    const { said } = await start([], env, /DEMO is on/);
    expect(said()).toMatch(/anyone who reaches this server may ask/);
  }, 30_000);
});
