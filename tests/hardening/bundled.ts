/** A script of these tests as one file that plain Node runs: it starts in a tenth of a second. */
import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';

const root = fileURLToPath(new URL('../../', import.meta.url));

/** Its path, and what removes it. Native packages are left outside and found where they are installed. */
export async function bundled(script: string): Promise<{ path: string; remove: () => void }> {
  const cache = join(root, 'node_modules', '.cache');
  mkdirSync(cache, { recursive: true });
  const folder = mkdtempSync(join(cache, 'groundwork-'));
  await build({
    root,
    configFile: false,
    logLevel: 'error',
    ssr: { noExternal: true, external: ['hnswlib-node'] },
    build: {
      ssr: join(root, 'tests', 'hardening', script),
      outDir: folder,
      emptyOutDir: false,
      target: 'node20',
      minify: false,
      rollupOptions: { output: { entryFileNames: '[name].mjs', codeSplitting: false } },
    },
  });
  const [name] = readdirSync(folder).filter((file) => file.endsWith('.mjs'));
  if (name === undefined) throw new Error(`"${basename(script)}" could not be bundled.`);
  return {
    path: join(folder, name),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}
