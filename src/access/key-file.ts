/**
 * The keys that were made, as a file in the data folder: digests alone, so that neither a key nor a
 * cookie can be made from it. Written whole, and read by each process that serves.
 */
import { closeSync, mkdirSync, openSync, readFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { z } from 'zod';
import { ConfigError, LockedError } from '../errors.ts';
import { scopes } from './caller.ts';
import { writeSecretFile } from './secret-file.ts';

export const mostKeys = 1_000;

const digest = z.string().regex(/^[0-9a-f]{64}$/);

const storedKeySchema = z.strictObject({
  id: z.string().regex(/^[0-9a-f]{12}$/),
  name: z.string().min(1).max(80),
  scope: z.enum(scopes),
  /** ISO 8601, UTC. */
  createdAt: z.iso.datetime(),
  /** SHA-256 of the key. */
  keyDigest: digest,
  /** SHA-256 of the token that the cookie of its session holds. */
  sessionDigest: digest,
});

const fileSchema = z.strictObject({ keys: z.array(storedKeySchema).max(mostKeys) });

export type StoredKey = z.infer<typeof storedKeySchema>;

const fileName = 'keys.json';
/** A lock of this age was left behind. */
const staleLockMs = 10_000;
const longestWaitMs = 3_000;

/** @throws ConfigError when there is a file and it cannot be read: no key of it counts then */
export function readKeys(folder: string): StoredKey[] {
  let text: string;
  try {
    text = readFileSync(join(folder, fileName), 'utf8');
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && cause.code === 'ENOENT') return [];
    throw broken(cause);
  }
  try {
    const { keys } = fileSchema.parse(JSON.parse(text));
    if (new Set(keys.map(({ id }) => id)).size < keys.length) throw new Error('An id twice.');
    return keys;
  } catch (cause) {
    throw broken(cause);
  }
}

/** Differs after every change of the file; the same while there is none. */
export function stampOf(folder: string): string {
  try {
    const stat = statSync(join(folder, fileName), { bigint: true, throwIfNoEntry: false });
    return stat === undefined ? '' : `${stat.ino} ${stat.size} ${stat.mtimeNs} ${stat.ctimeNs}`;
  } catch (error) {
    return `unreadable: ${String(error)}`;
  }
}

/**
 * Reads the keys, and puts in their place what `change` makes of them, while no other process does.
 *
 * @throws ConfigError when the file is broken or cannot be written, LockedError when another process keeps it
 */
export async function changeKeys(
  folder: string,
  change: (keys: readonly StoredKey[]) => readonly StoredKey[],
): Promise<void> {
  const giveBack = await lock(folder);
  try {
    const keys = change(readKeys(folder));
    writeSecretFile(join(folder, fileName), `${JSON.stringify({ keys }, null, 2)}\n`);
  } finally {
    giveBack();
  }
}

/** Held for some milliseconds, so waiting is enough. */
async function lock(folder: string): Promise<() => void> {
  const path = join(folder, `${fileName}.lock`);
  try {
    mkdirSync(folder, { recursive: true });
  } catch (cause) {
    throw notWritable(cause);
  }
  for (let waited = 0; ; waited += 20) {
    try {
      closeSync(openSync(path, 'wx', 0o600));
      return () => rmSync(path, { force: true });
    } catch (cause) {
      if (codeOf(cause) !== 'EEXIST') throw notWritable(cause);
      if (waited >= longestWaitMs) {
        throw new LockedError(
          `"${fileName}.lock" in DATA_DIR is held by another process; try again, or remove it when none runs.`,
          { cause },
        );
      }
    }
    const held = statSync(path, { throwIfNoEntry: false });
    if (held !== undefined && Date.now() - held.mtimeMs > staleLockMs)
      rmSync(path, { force: true });
    else await wait(20);
  }
}

function broken(cause: unknown): ConfigError {
  return new ConfigError(
    `"${fileName}" in DATA_DIR cannot be read, so no key of it is taken. Put back a copy of it, or remove it and make new keys with npm run keys -- add.`,
    { cause },
  );
}

function notWritable(cause: unknown): ConfigError {
  return new ConfigError(
    `The folder of DATA_DIR cannot be written to (${codeOf(cause)}); no key was changed. Let this user write there, or set DATA_DIR to another folder.`,
    { cause },
  );
}

function codeOf(cause: unknown): string {
  return cause instanceof Error && 'code' in cause ? String(cause.code) : 'unknown cause';
}
