/** Compiles the package's entry `groundwork/retriever` into lib/, with what it reads beside it. */
import { execFileSync } from 'node:child_process';
import { copyFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../', import.meta.url));
const lib = join(root, 'lib');
const typescript = dirname(createRequire(import.meta.url).resolve('typescript/package.json'));

rmSync(lib, { recursive: true, force: true });
execFileSync(
  process.execPath,
  [join(typescript, 'bin', 'tsc'), '-p', join(root, 'tsconfig.lib.json')],
  { stdio: 'inherit' },
);
for (const model of ['gate-model.json', 'support-model.json']) {
  copyFileSync(join(root, 'src', 'answer', model), join(lib, 'answer', model));
}
// Compiled, the worker needs nothing to switch on.
writeFileSync(join(lib, 'embed', 'local-worker-start.mjs'), "import './local-worker.js';\n");
writeFileSync(
  join(lib, 'index', 'graph', 'graph-worker-start.mjs'),
  "import './graph-worker.js';\n",
);
