import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { temporaryFolder } from '../../fakes/temporary-folder.ts';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const embedder = join(root, 'src/embed/local-embedder.ts');

it("leaves nothing of the runtime's telemetry behind", () => {
  const home = temporaryFolder();
  const script = `
    const { createLocalEmbedder } = await import(${JSON.stringify(embedder)});
    const embedder = createLocalEmbedder(${JSON.stringify(join(root, 'models'))});
    const vector = await embedder.embedQuery('attention');
    await embedder.close();
    console.log(vector.length);
  `;
  const { stdout, stderr } = spawnSync(
    process.execPath,
    ['--import', 'tsx', '--input-type=module', '-e', script],
    { cwd: root, env: { PATH: process.env['PATH'], HOME: home }, encoding: 'utf8' },
  );
  expect(stdout.trim(), stderr).toBe('384');
  expect(existsSync(join(home, '.cache'))).toBe(false);
});
