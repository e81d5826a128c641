/**
 * A backup -> the data folder. All of it is unpacked aside and checked before anything moves; what was
 * there before is kept in a folder of its own.
 */
import { randomBytes } from 'node:crypto';
import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  renameSync,
  rmSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { extract, list } from 'tar';
import { ConfigError } from '../errors.ts';
import { nodeFileSystem } from '../library/file-system.ts';
import { verifyStore } from '../library/verify-store.ts';
import { installationFile } from '../library/weaviate/installation-id.ts';
import { lockWriter } from '../library/writer-lock.ts';
import {
  type BackupManifest,
  conversationsFile,
  manifestName,
  notABackup,
  readBackupManifest,
  secretFiles,
  setAsideFile,
} from './backup-manifest.ts';
import { checkDatabase, demandUnused } from './copy-database.ts';
import { hashFile } from './hash-file.ts';

export interface RestoreOptions {
  readonly dataFolder: string;
  readonly file: string;
  /** Allows a data folder that holds something. */
  readonly force: boolean;
  readonly now?: () => Date;
}

export interface RestoreReport extends Pick<BackupManifest, 'generation' | 'createdAt'> {
  readonly files: number;
  /** Folder with what was there before; null where nothing was. */
  readonly keptIn: string | null;
}

/** A manifest of more names nobody's files. */
const mostManifestBytes = 64_000_000;

/**
 * @throws ConfigError when the file is no whole backup, or the data folder holds something and `force`
 *   is not given; then nothing has changed
 * @throws LockedError when a server or an ingestion uses the folder
 */
export async function restoreBackup(options: RestoreOptions): Promise<RestoreReport> {
  const { dataFolder, file, now = () => new Date() } = options;
  if (!existsSync(file)) throw new ConfigError(`Backup "${file}" does not exist.`);
  mkdirSync(dataFolder, { recursive: true });
  if (readdirSync(dataFolder).length > 0 && !options.force) {
    throw new ConfigError(
      `Data folder "${dataFolder}" is not empty. Set DATA_DIR to another folder, or use --force: what is there is then kept beside what is restored.`,
    );
  }
  const unlock = lockWriter(dataFolder, now);
  const staging = join(dataFolder, `.restore-${randomBytes(8).toString('hex')}`);
  try {
    for (const name of readdirSync(dataFolder)) {
      if (name.startsWith('.restore-')) rmSync(join(dataFolder, name), { recursive: true });
    }
    if (existsSync(join(dataFolder, conversationsFile))) {
      demandUnused(join(dataFolder, conversationsFile));
    }
    mkdirSync(staging, { mode: 0o700 });
    const manifest = await unpack(file, staging);
    const aside = `before-restore-${now().toISOString().replaceAll(/[:.]/g, '-')}`;
    const keptIn = moveIn(dataFolder, staging, manifest, aside);
    const { generation, createdAt, files } = manifest;
    return { generation, createdAt, files: Object.keys(files).length, keptIn };
  } finally {
    rmSync(staging, { recursive: true, force: true });
    unlock();
  }
}

/** Everything checked and on disk when it returns. */
async function unpack(file: string, staging: string): Promise<BackupManifest> {
  const manifest = await readEntries(file);
  try {
    await extract({
      file,
      cwd: staging,
      strict: true,
      noMtime: true,
      filter: (name) => manifest.files[name] !== undefined,
    });
  } catch (cause) {
    throw notABackup(file, cause);
  }
  for (const [name, { bytes, sha256 }] of Object.entries(manifest.files)) {
    const path = join(staging, name);
    const found = existsSync(path) ? await hashFile(path) : undefined;
    if (found?.bytes !== bytes || found.sha256 !== sha256) throw notABackup(file);
    sync(path);
  }
  if (manifest.generation !== null) {
    const { problems, generation } = verifyStore(nodeFileSystem, staging);
    if (problems.length > 0 || generation !== manifest.generation) throw notABackup(file, problems);
    nodeFileSystem.syncFolder(join(staging, 'generations', generation));
  }
  if (manifest.files[conversationsFile]) checkDatabase(join(staging, conversationsFile), file);
  return manifest;
}

/** Reads the list through, and writes nothing: names, kinds and sizes must be those that it says. */
async function readEntries(file: string): Promise<BackupManifest> {
  const parts: Buffer[] = [];
  const seen = new Map<string, number>();
  let isPlain = true;
  try {
    await list({
      file,
      strict: true,
      onReadEntry: (entry) => {
        const isManifest = seen.size === 0 && entry.path === manifestName;
        if (entry.type !== 'File' || seen.has(entry.path)) isPlain = false;
        if (seen.size === 0 && (!isManifest || entry.size > mostManifestBytes)) isPlain = false;
        seen.set(entry.path, entry.size);
        if (isManifest && isPlain) entry.on('data', (part) => parts.push(Buffer.from(part)));
        else entry.resume();
      },
    });
  } catch (cause) {
    throw notABackup(file, cause);
  }
  if (!isPlain || parts.length === 0) throw notABackup(file);
  const manifest = readBackupManifest(Buffer.concat(parts).toString('utf8'), file);
  seen.delete(manifestName);
  const names = Object.entries(manifest.files);
  const isWhole =
    seen.size === names.length && names.every(([name, { bytes }]) => seen.get(name) === bytes);
  if (!isWhole) throw notABackup(file);
  return manifest;
}

/**
 * The pointer moves last: a restore that is killed leaves the index of before or the new one, and can
 * be run again.
 */
function moveIn(
  dataFolder: string,
  staging: string,
  { generation, withSecrets }: BackupManifest,
  asideName: string,
): string | null {
  const aside = join(dataFolder, asideName);
  let isKept = false;
  const setAside = (name: string): void => {
    if (!existsSync(join(dataFolder, name))) return;
    mkdirSync(dirname(join(aside, name)), { recursive: true });
    renameSync(join(dataFolder, name), join(aside, name));
    isKept = true;
  };
  const replace = (name: string): void => {
    setAside(name);
    if (!existsSync(join(staging, name))) return;
    mkdirSync(dirname(join(dataFolder, name)), { recursive: true });
    renameSync(join(staging, name), join(dataFolder, name));
  };
  if (generation !== null) replace(`generations/${generation}`);
  for (const name of [`${conversationsFile}-wal`, `${conversationsFile}-shm`]) setAside(name);
  for (const name of [conversationsFile, 'uploads', setAsideFile]) replace(name);
  // Without them in the backup, those that are there stay.
  if (existsSync(join(staging, installationFile))) replace(installationFile);
  if (withSecrets) secretFiles.forEach(replace);
  if (existsSync(join(dataFolder, 'generations'))) {
    nodeFileSystem.syncFolder(join(dataFolder, 'generations'));
  }
  nodeFileSystem.syncFolder(dataFolder);
  replace('CURRENT');
  nodeFileSystem.syncFolder(dataFolder);
  for (const name of nodeFileSystem.list(join(dataFolder, 'generations'))) {
    if (name !== generation) setAside(`generations/${name}`);
  }
  return isKept ? aside : null;
}

function sync(path: string): void {
  const descriptor = openSync(path, 'r+');
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}
