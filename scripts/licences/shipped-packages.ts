/** Which packages reach a server or a reader's browser, and under which licence. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { closureOf, type Lock, nameOf } from './lock-file.ts';

export interface ShippedPackage {
  readonly name: string;
  readonly version: string;
  /** SPDX, as the package states it. */
  readonly licence: string;
  /** Installed with `npm ci --omit=dev`. */
  readonly inServer: boolean;
  /** A dependency of what the page imports; the bundler may leave out parts of it. */
  readonly inPage: boolean;
}

/** Ordered by name, then version. */
export function shippedPackages(lock: Lock, root: string): ShippedPackage[] {
  const page = new Set(closureOf(lock, importsOf(join(root, 'web', 'src'))));
  const shipped = new Map<string, ShippedPackage>();
  for (const [folder, entry] of lock) {
    const inServer = entry.dev !== true;
    const inPage = page.has(folder);
    if (!inServer && !inPage) continue;
    const name = nameOf(folder);
    const key = `${name}@${entry.version}`;
    const before = shipped.get(key);
    shipped.set(key, {
      name,
      version: entry.version,
      licence: entry.license ?? statedLicence(join(root, folder)),
      inServer: inServer || before?.inServer === true,
      inPage: inPage || before?.inPage === true,
    });
  }
  return [...shipped.values()].sort((a, b) =>
    a.name === b.name ? (a.version < b.version ? -1 : 1) : a.name < b.name ? -1 : 1,
  );
}

/** The form from before SPDX, which npm does not copy into the lock. */
function statedLicence(folder: string): string {
  const manifest = z
    .object({ licenses: z.array(z.object({ type: z.string() })).min(1) })
    .parse(JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')));
  return manifest.licenses.map(({ type }) => type).join(' OR ');
}

/** Names of the packages that the files of a folder import, types left out. */
function importsOf(folder: string): string[] {
  const pattern = /(?:import|from|url)\s*\(?\s*['"]((?:@[\w.-]+\/)?[\w-][\w.-]*)(?:\/[^'"]*)?['"]/g;
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.(?:tsx?|css)$/.test(name))
    .flatMap((name) => [
      ...readFileSync(join(folder, name), 'utf8')
        .replace(/import type [^;]*;/g, '')
        .matchAll(pattern),
    ])
    .map((match) => match[1]!);
  return [...new Set(names)];
}
