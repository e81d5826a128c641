/** What a backup says of itself: its first entry, naming every other with size and checksum. */
import { z } from 'zod';
import { ConfigError } from '../errors.ts';
import { installationFile } from '../library/weaviate/installation-id.ts';

export const backupFormat = 1;
export const manifestName = 'backup.json';

/** Files that hold keys or digests of them; in a backup only where that is asked for. */
export const secretFiles: readonly string[] = ['settings.json', 'keys.json', 'admin.key'];
export const conversationsFile = 'conversations.sqlite';
export const setAsideFile = 'set-aside.json';

const generation = /^[0-9]{6,}-[0-9a-f]{8}$/;
const indexFile = /^generations\/([0-9]{6,}-[0-9a-f]{8})\/[a-z]+\.(?:json|jsonl|bin)$/;
const upload = /^uploads\/(?!\.)[^/\\\p{Cc}]{1,255}$/u;
const single = new Set([
  'CURRENT',
  conversationsFile,
  setAsideFile,
  installationFile,
  ...secretFiles,
]);

/** Whether a backup may hold a file of that name: nothing else is ever written by a restore. */
function isBackupName(name: string): boolean {
  return single.has(name) || indexFile.test(name) || upload.test(name);
}

const manifestSchema = z.strictObject({
  format: z.int().min(1),
  createdAt: z.iso.datetime(),
  /** The generation of the index; null where there was none. */
  generation: z.string().regex(generation).nullable(),
  withSecrets: z.boolean(),
  files: z.record(
    z.string().refine(isBackupName),
    z.strictObject({ bytes: z.int().min(0), sha256: z.string().regex(/^[0-9a-f]{64}$/) }),
  ),
});

export type BackupManifest = z.infer<typeof manifestSchema>;

/** @throws ConfigError when it is none, or a newer Groundwork's */
export function readBackupManifest(text: string, file: string): BackupManifest {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (cause) {
    throw notABackup(file, cause);
  }
  const version = z.object({ format: z.int() }).safeParse(json);
  if (version.success && version.data.format > backupFormat) {
    throw new ConfigError(
      `Backup "${file}" has format ${version.data.format}, this Groundwork reads up to ${backupFormat}; update Groundwork.`,
    );
  }
  const parsed = manifestSchema.safeParse(json);
  if (!parsed.success) throw notABackup(file, parsed.error);
  const foreign = Object.keys(parsed.data.files).find((name) => {
    const of = indexFile.exec(name)?.[1];
    return of !== undefined && of !== parsed.data.generation;
  });
  if (foreign !== undefined) throw notABackup(file);
  return parsed.data;
}

export function notABackup(file: string, cause?: unknown): ConfigError {
  return new ConfigError(
    `File "${file}" is not a whole backup of Groundwork: it is damaged, was cut short or is something else. Nothing was changed; take another backup.`,
    { cause },
  );
}
