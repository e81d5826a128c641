import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const embedder = join(root, 'src/embed/local-embedder.ts');

/** The replies to what was in work come while the worker ends, and nothing else keeps the process. */
it('lets a process wait for its end while it is at work', () => {
  const script = `
    const { createLocalEmbedder } = await import(${JSON.stringify(embedder)});
    const embedder = createLocalEmbedder(${JSON.stringify(join(root, 'models'))});
    await embedder.embedQuery('attention');
    const texts = Array.from({ length: 4 }, (_, at) => 'attention '.repeat(100 + at));
    const work = embedder.embedDocuments(texts).catch((error) => error.message);
    await embedder.close();
    console.log(await work);
  `;
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ['--import', 'tsx', '--input-type=module', '-e', script],
    { cwd: root, encoding: 'utf8' },
  );
  expect(stdout, stderr).toContain('is closed');
  expect(status).toBe(0);
});
