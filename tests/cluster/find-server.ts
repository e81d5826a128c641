/**
 * The Weaviate server that the tests start: the one that `WEAVIATE_SERVER` names, else the one in the
 * cache outside the checkout, else built there where Go is present. It starts nothing.
 */
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { homedir, setPriority } from 'node:os';
import { dirname, join } from 'node:path';

/** Docs and the compose example name the same one. */
export const serverVersion = '1.35.2';

const program = 'weaviate-server';
const module = `github.com/weaviate/weaviate/cmd/weaviate-server@v${serverVersion}`;
/** Where Go installs itself without being on the PATH. */
const usualGo = '/usr/local/go/bin/go';
const buildMs = 30 * 60_000;
/** A build may leave other work on the machine its turn. */
const background = 5;

export type FoundServer =
  | { readonly path: string }
  /** Why there is none, and what to do: one or two sentences. */
  | { readonly missing: string };

/**
 * Builds it where that is needed and possible, which takes about five minutes of one core once.
 *
 * @throws Error when `WEAVIATE_SERVER` names no file
 */
export async function findServer(
  environment: Readonly<Record<string, string | undefined>>,
): Promise<FoundServer> {
  const named = environment['WEAVIATE_SERVER']?.trim();
  if (named) {
    if (existsSync(named)) return { path: named };
    throw new Error(`WEAVIATE_SERVER="${named}" is no file. Correct it, or unset it.`);
  }
  const cached = join(cacheFolder(environment), program);
  if (existsSync(cached)) return { path: cached };
  const go = findGo();
  if (go === undefined) {
    return {
      missing: `There is no Weaviate server and no Go to build it with. Install Go, or set WEAVIATE_SERVER to a server of version ${serverVersion}.`,
    };
  }
  return build(go, cached);
}

function cacheFolder(environment: Readonly<Record<string, string | undefined>>): string {
  const caches = environment['XDG_CACHE_HOME'] || join(homedir(), '.cache');
  return join(caches, 'groundwork', `weaviate-v${serverVersion}`);
}

function findGo(): string | undefined {
  return ['go', usualGo].find((name) => spawnSync(name, ['version']).status === 0);
}

/** Into a folder of its own first: a build that is cut short leaves no half program in the cache. */
async function build(go: string, cached: string): Promise<FoundServer> {
  const folder = dirname(cached);
  mkdirSync(folder, { recursive: true });
  const unfinished = mkdtempSync(join(folder, '.build-'));
  console.warn(`Building Weaviate ${serverVersion} into ${folder}; about five minutes, once.`);
  try {
    const building = spawn(go, ['install', '-ldflags=-s -w', module], {
      env: { ...process.env, GOBIN: unfinished, GOFLAGS: '-p=2', CGO_ENABLED: '0' },
      stdio: ['ignore', 'inherit', 'inherit'],
      timeout: buildMs,
    });
    if (building.pid !== undefined) setPriority(building.pid, background);
    const [code, signal] = (await once(building, 'close')) as [number | null, string | null];
    if (code !== 0) {
      return {
        missing: `Weaviate ${serverVersion} could not be built: "${go} install ${module}" ended with ${code ?? signal}. Set WEAVIATE_SERVER to a server of that version.`,
      };
    }
    renameSync(join(unfinished, program), cached);
    return { path: cached };
  } finally {
    rmSync(unfinished, { recursive: true, force: true });
  }
}
