/** Builds the page when it is missing or older than its sources. The server answers meanwhile. */
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../', import.meta.url));
const sources = join(root, 'web');
/** Where the built page stands. */
export const pageFolder = join(root, 'dist', 'web');
/** Holds the hash of the sources that it was built from. */
const stamp = join(root, 'dist', 'web-built-from.txt');

/**
 * Settles when the page in `pageFolder` is up to date, or as good as can be had: without the tools to
 * build it a page that is there is kept.
 *
 * @returns what was wrong, in a sentence for the operator; undefined when all is well
 */
export async function buildPage(
  env: Readonly<Record<string, string | undefined>>,
): Promise<string | undefined> {
  const wanted = hashOfSources();
  if (wanted === undefined || wanted === builtFrom()) return undefined;
  const vite = findVite();
  if (vite === undefined) {
    return existsSync(join(pageFolder, 'index.html'))
      ? 'The page is older than its sources, and Vite is not installed to build it: run npm ci.'
      : 'The page is not built, and Vite is not installed to build it: run npm ci. The API answers.';
  }
  // Built aside and put in place whole: whoever asks meanwhile gets the old page or the new one.
  const fresh = `${pageFolder}.${process.pid}`;
  const failure = await runVite(vite, fresh, env);
  if (failure !== undefined) {
    rmSync(fresh, { recursive: true, force: true });
    return `The page could not be built: ${failure}`;
  }
  try {
    putInPlace(fresh);
    writeFileSync(stamp, wanted);
    return undefined;
  } catch (error) {
    rmSync(fresh, { recursive: true, force: true });
    const why = error instanceof Error ? error.message : String(error);
    return `The page was built and could not be put into dist/web: ${why}`;
  }
}

function putInPlace(fresh: string): void {
  const old = `${fresh}.old`;
  const replaced = existsSync(pageFolder);
  if (replaced) renameSync(pageFolder, old);
  try {
    renameSync(fresh, pageFolder);
  } catch (error) {
    if (replaced) renameSync(old, pageFolder);
    throw error;
  }
  rmSync(old, { recursive: true, force: true });
}

function builtFrom(): string | undefined {
  try {
    return existsSync(join(pageFolder, 'index.html')) ? readFileSync(stamp, 'utf8') : undefined;
  } catch {
    return undefined;
  }
}

/** Undefined where the sources were left out of the installation. */
function hashOfSources(): string | undefined {
  if (!existsSync(sources)) return undefined;
  const hash = createHash('sha256');
  const files = readdirSync(sources, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
  for (const file of [...files, join(root, 'package-lock.json')]) {
    if (existsSync(file)) hash.update(file.slice(root.length)).update(readFileSync(file));
  }
  return hash.digest('hex');
}

function findVite(): string | undefined {
  try {
    const manifest = createRequire(import.meta.url).resolve('vite/package.json');
    return join(dirname(manifest), 'bin', 'vite.js');
  } catch {
    return undefined;
  }
}

/** In a process of its own: bundling would hold up answers. */
function runVite(
  vite: string,
  folder: string,
  env: Readonly<Record<string, string | undefined>>,
): Promise<string | undefined> {
  return new Promise((resolve) => {
    const child = spawn(
      process.execPath,
      [vite, 'build', sources, '--outDir', folder, '--emptyOutDir', '--logLevel', 'error'],
      { cwd: root, env: { ...env, NODE_ENV: 'production' }, stdio: ['ignore', 'ignore', 'pipe'] },
    );
    let said = '';
    child.stderr.on('data', (part) => {
      said = (said + part).slice(-2_000);
    });
    child.on('error', (error) => resolve(error.message));
    child.on('close', (code) => resolve(code === 0 ? undefined : said.trim() || `status ${code}`));
  });
}
