/** Versions of the packages that are installed for the benchmark, by name. */
import { readFileSync } from 'node:fs';
import { z } from 'zod';

export const peersFolder = new URL('./', import.meta.url);

export function peerVersions(packages: readonly string[]): Record<string, string> {
  return Object.fromEntries([...new Set(packages)].map((name) => [name, versionOf(name)] as const));
}

/** @throws when it is not installed */
function versionOf(name: string): string {
  const path = new URL(`node_modules/${name}/package.json`, peersFolder);
  return z.object({ version: z.string() }).parse(JSON.parse(readFileSync(path, 'utf8'))).version;
}
