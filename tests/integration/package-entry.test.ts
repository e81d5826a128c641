import { execFile, execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('../../', import.meta.url));
const run = promisify(execFile);
const typescript = dirname(createRequire(import.meta.url).resolve('typescript/package.json'));

describe('groundwork/retriever', () => {
  const folder = mkdtempSync(join(tmpdir(), 'groundwork-entry-'));

  beforeAll(() => {
    const tsx = createRequire(import.meta.url).resolve('tsx/cli');
    execFileSync(process.execPath, [tsx, join(root, 'scripts', 'build-lib.ts')]);
    // As a project that has installed the package.
    mkdirSync(join(folder, 'node_modules'));
    symlinkSync(root, join(folder, 'node_modules', 'groundwork'), 'dir');
    symlinkSync(
      join(root, 'node_modules', '@langchain'),
      join(folder, 'node_modules', '@langchain'),
    );
    symlinkSync(join(root, 'corpus'), join(folder, 'corpus'), 'dir');
  });

  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('serves the example as it stands, in plain Node', async () => {
    const { stdout } = await run(
      process.execPath,
      [join(root, 'examples', 'langchain-retriever.mjs')],
      { cwd: folder },
    );
    const lines = stdout.trim().split('\n');
    expect(lines).toHaveLength(3);
    for (const line of lines) expect(line).toMatch(/^[\w-]+\.md \d+-\d+: \S/);
    expect(lines[0]).toMatch(/^parameter-efficient-fine-tuning\.md /);
  });

  it('searches chosen sources alone', async () => {
    const program = join(folder, 'chosen.mjs');
    writeFileSync(
      program,
      `import { openRetriever } from 'groundwork/retriever';
const sources = ['attention.md', 'tokenization.md'];
const { retriever, close } = await openRetriever({ corpus: 'corpus', data: 'data', k: 20, sources });
const found = await retriever.invoke('How does LoRA save memory?');
console.log([...new Set(found.map(({ metadata }) => metadata.uri))].sort().join());
await close();
`,
    );
    const { stdout } = await run(process.execPath, [program], { cwd: folder });
    expect(stdout.trim()).toBe('attention.md,tokenization.md');
  });

  it('has types that a strict program compiles against', async () => {
    writeFileSync(
      join(folder, 'program.mts'),
      `import type { BaseRetriever } from '@langchain/core/retrievers';
import { type OpenRetriever, openRetriever } from 'groundwork/retriever';

const opened: OpenRetriever = await openRetriever({ corpus: 'corpus', data: 'data', k: 3 });
const retriever: BaseRetriever = opened.retriever;
const [first] = await retriever.invoke('a question');
export const text: string | undefined = first?.pageContent;
// @ts-expect-error There is no such option.
await openRetriever({ corpus: 'corpus', data: 'data', count: 3 });
`,
    );
    writeFileSync(
      join(folder, 'tsconfig.json'),
      JSON.stringify({
        compilerOptions: {
          strict: true,
          noEmit: true,
          module: 'NodeNext',
          target: 'ES2023',
          skipLibCheck: true,
          types: [],
        },
        files: ['program.mts'],
      }),
    );
    const checked = run(process.execPath, [join(typescript, 'bin', 'tsc')], { cwd: folder });
    await expect(checked).resolves.toMatchObject({ stdout: '' });
  });
});
