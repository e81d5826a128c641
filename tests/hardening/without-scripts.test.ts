import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { StartedGroundwork } from '../../scripts/started-groundwork.ts';
import { storedRowsOf } from '../fakes/stored-rows-of.ts';
import { isRelease } from './tier.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
const isAsked = isRelease || (process.env['CI'] ?? '') !== '';
const canInstall = isAsked && canReachRegistry();
if (isAsked && !canInstall) {
  console.warn(
    'SKIPPED: the package registry cannot be reached; npm ci --ignore-scripts was not tried.',
  );
}

/** Installs the repository afresh, some 25 s: with `TIER=release` or in CI. */
describe.skipIf(!canInstall)('an installation that ran no scripts', () => {
  const copy = mkdtempSync(join(tmpdir(), 'groundwork-without-scripts-'));

  beforeAll(() => {
    const files = execFileSync('git', ['ls-files', '-z', '-co', '--exclude-standard'], {
      cwd: root,
    });
    for (const file of files.toString().split('\0')) {
      const isWanted = file !== '' && !/^(?:tests|bench)\//.test(file);
      if (isWanted && existsSync(join(root, file))) cpSync(join(root, file), join(copy, file));
    }
    execFileSync(npm, ['ci', '--ignore-scripts', '--no-audit', '--no-fund'], {
      cwd: copy,
      stdio: 'ignore',
      shell: process.platform === 'win32',
    });
  }, 600_000);

  afterAll(() => rmSync(copy, { recursive: true, force: true }));

  it('has not compiled the vector index', () => {
    expect(existsSync(join(copy, 'node_modules', 'hnswlib-node', 'package.json'))).toBe(true);
    expect(existsSync(join(copy, 'node_modules', 'hnswlib-node', 'build'))).toBe(false);
  });

  it.each([
    ['none', ['lexical']],
    ['local', ['lexical', 'dense']],
  ])('answers with EMBEDDINGS=%s, and builds the page', async (embeddings, retrievers) => {
    const server = await start({ EMBEDDINGS: embeddings });
    try {
      const { answer, mode } = await ask(server.url, 'How does LoRA save memory?');
      expect(answer.status).toBe('answered');
      expect(answer.citations.length).toBeGreaterThan(0);
      expect(mode.retrievers).toEqual(retrievers);
      // So few vectors are compared one by one anyway: nothing is slower, and nothing is said.
      expect(mode.notices).toEqual([]);
      expect(await pageOf(server.url)).toContain('<!doctype html>');
    } finally {
      expect(await server.stop()).toBe(0);
    }
  });

  it('compares all vectors of a large table, and says so', async () => {
    const { createGraphIndex }: typeof import('../../src/index/graph/graph-index.ts') =
      await import(join(copy, 'src', 'index', 'graph', 'graph-index.ts'));
    const axes = [Float32Array.of(1, 0), Float32Array.of(0, 1), Float32Array.of(0.6, 0.8)];
    const index = createGraphIndex({
      rows: storedRowsOf(join(copy, 'vectors.bin'), axes),
      place: { folder: join(copy, 'graphs'), name: 'chunks', made: 'test' },
    });
    const found = await index.search(Float32Array.of(0, 1), 3);
    expect(found.map(({ ordinal }) => ordinal)).toEqual([1, 2, 0]);
    await expect.poll(() => index.notice?.()).toMatch(/hnswlib-node is not installed.*3 vectors/);
    expect(index.kind).toBe('flat');
    index.close?.();
  });

  /** The copy's own program, as its `npm start` runs it. */
  async function start(settings: Readonly<Record<string, string>>): Promise<StartedGroundwork> {
    const starter: typeof import('../../scripts/started-groundwork.ts') = await import(
      join(copy, 'scripts', 'started-groundwork.ts')
    );
    return starter.startGroundwork({ settings });
  }
});

interface Reply {
  readonly answer: { readonly status: string; readonly citations: readonly unknown[] };
  readonly mode: { readonly retrievers: readonly string[]; readonly notices: readonly string[] };
}

async function ask(url: string, question: string): Promise<Reply> {
  const reply = await fetch(`${url}/api/chat`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ question }),
  });
  expect(reply.status).toBe(200);
  return (await reply.json()) as Reply;
}

/** Built beside the answers, so it may come later than they do. */
async function pageOf(url: string): Promise<string> {
  for (let attempt = 0; attempt < 120; attempt += 1) {
    const reply = await fetch(url, { headers: { accept: 'text/html' } });
    if (reply.ok) return reply.text();
    await sleep(500);
  }
  throw new Error('The page was not built within a minute.');
}

function canReachRegistry(): boolean {
  const options = {
    timeout: 20_000,
    shell: process.platform === 'win32',
    stdio: 'ignore',
  } as const;
  return (
    spawnSync(npm, ['ping', '--fetch-retries=0', '--fetch-timeout=8000'], options).status === 0
  );
}
