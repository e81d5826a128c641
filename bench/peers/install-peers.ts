/** Installs what Groundwork is compared with, in a folder of its own: the product does not depend on it. */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { peersFolder, peerVersions } from './peer-versions.ts';

const packageSchema = z.object({ dependencies: z.record(z.string(), z.string()) });
/** The one that needs its script: it fetches its native part, or compiles it in a minute. */
const withScript = 'better-sqlite3';

/** Does nothing when the pinned versions are there already. */
export function installPeers(say: (line: string) => void): void {
  if (isInstalled()) return;
  say('Installing what Groundwork is compared with (some 700 MB in bench/peers/node_modules)');
  runNpm('ci', '--ignore-scripts');
  runNpm('rebuild', withScript);
}

function isInstalled(): boolean {
  const manifest = readFileSync(new URL('package.json', peersFolder), 'utf8');
  const { dependencies } = packageSchema.parse(JSON.parse(manifest));
  try {
    const installed = peerVersions(Object.keys(dependencies));
    return Object.entries(dependencies).every(([name, version]) => installed[name] === version);
  } catch {
    return false;
  }
}

function runNpm(...words: readonly string[]): void {
  execFileSync('npm', [...words], {
    cwd: fileURLToPath(peersFolder),
    stdio: ['ignore', 'ignore', 'inherit'],
    // On Windows npm is a script.
    shell: process.platform === 'win32',
  });
}
