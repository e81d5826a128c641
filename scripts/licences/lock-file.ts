/** package-lock.json as typed data: what is installed where, and what each package asks for. */
import { readFileSync } from 'node:fs';
import { z } from 'zod';

const packageSchema = z.object({
  version: z.string(),
  license: z.string().optional(),
  /** Absent where the registry of the installation is used. */
  resolved: z.string().optional(),
  integrity: z.string().optional(),
  link: z.boolean().optional(),
  inBundle: z.boolean().optional(),
  /** Needed by development dependencies alone. */
  dev: z.boolean().optional(),
  hasInstallScript: z.boolean().optional(),
  dependencies: z.record(z.string(), z.string()).optional(),
  optionalDependencies: z.record(z.string(), z.string()).optional(),
  peerDependencies: z.record(z.string(), z.string()).optional(),
  peerDependenciesMeta: z
    .record(z.string(), z.object({ optional: z.boolean().optional() }))
    .optional(),
});

const lockSchema = z.object({
  lockfileVersion: z.literal(3),
  packages: z.record(z.string(), z.unknown()),
});

export type LockedPackage = z.infer<typeof packageSchema>;

/** Folder below the root (`node_modules/a/node_modules/b`) -> package; the root itself is left out. */
export type Lock = ReadonlyMap<string, LockedPackage>;

export function readLock(file: string | URL): Lock {
  const { packages } = lockSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
  return new Map(
    Object.entries(packages)
      .filter(([folder]) => folder !== '')
      .map(([folder, entry]) => [folder, packageSchema.parse(entry)] as const),
  );
}

/** `node_modules/a/node_modules/@scope/b` -> `@scope/b`. */
export function nameOf(folder: string): string {
  return folder.slice(folder.lastIndexOf('node_modules/') + 'node_modules/'.length);
}

/** Where `name` is found when the package in `folder` imports it, as Node.js looks it up. */
export function resolveFrom(lock: Lock, folder: string, name: string): string | undefined {
  for (let place = folder; ; place = place.slice(0, Math.max(0, place.lastIndexOf('/')))) {
    const candidate = `${place === '' ? '' : `${place}/`}node_modules/${name}`;
    if (lock.has(candidate)) return candidate;
    if (place === '') return undefined;
  }
}

/** The packages named and all that they need, optional ones and required peers included; sorted. */
export function closureOf(lock: Lock, names: readonly string[]): string[] {
  const found = new Set<string>();
  const queue = names.map((name) => `node_modules/${name}`);
  for (let folder = queue.pop(); folder !== undefined; folder = queue.pop()) {
    const entry = lock.get(folder);
    if (entry === undefined || found.has(folder)) continue;
    found.add(folder);
    const peers = Object.keys(entry.peerDependencies ?? {}).filter(
      (name) => entry.peerDependenciesMeta?.[name]?.optional !== true,
    );
    for (const name of [
      ...Object.keys(entry.dependencies ?? {}),
      ...Object.keys(entry.optionalDependencies ?? {}),
      ...peers,
    ]) {
      const place = resolveFrom(lock, folder, name);
      if (place !== undefined) queue.push(place);
    }
  }
  return [...found].sort();
}
