import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const embedder = join(root, 'src/embed/local-embedder.ts');

/** Nothing else keeps the process, which would end with code 13. */
function runAlone(lines: string) {
  const script = `
    const { createLocalEmbedder } = await import(${JSON.stringify(embedder)});
    const embedder = createLocalEmbedder(${JSON.stringify(join(root, 'models'))});
    ${lines}
  `;
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ['--import', 'tsx', '--input-type=module', '-e', script],
    { cwd: root, encoding: 'utf8' },
  );
  return { status, said: stdout + stderr };
}

it('lets a process wait for its end when a reply is still under way', () => {
  const { status, said } = runAlone(`
    await embedder.embedQuery('attention');
    const work = embedder.embedQuery('attention').catch((error) => error.message);
    const until = performance.now() + 300;
    while (performance.now() < until);
    await embedder.close();
    console.log(await work);
  `);
  expect(said).toContain('is closed');
  expect(status).toBe(0);
});

it('lets a process wait until it can work, and end without closing it', () => {
  const { status, said } = runAlone(`
    await embedder.ready;
    console.log('It can work.');
  `);
  expect(said).toContain('It can work.');
  expect(status).toBe(0);
});
