/**
 * The data folder as one file, while the server runs: the current generation, the conversations as of
 * one moment, uploads. Files that never change are linked aside first, so that nothing is swept away
 * while it is packed.
 */
import { randomBytes } from 'node:crypto';
import {
  closeSync,
  copyFileSync,
  existsSync,
  fsyncSync,
  linkSync,
  mkdirSync,
  openSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { create } from 'tar';
import { ConfigError, IndexCorruptError } from '../errors.ts';
import { nodeFileSystem } from '../library/file-system.ts';
import { pointedGeneration } from '../library/local-library.ts';
import { verifyStore } from '../library/verify-store.ts';
import { installationFile } from '../library/weaviate/installation-id.ts';
import {
  type BackupManifest,
  backupFormat,
  conversationsFile,
  manifestName,
  secretFiles,
  setAsideFile,
} from './backup-manifest.ts';
import { copyDatabase } from './copy-database.ts';
import { hashFile } from './hash-file.ts';

export interface WriteBackupOptions {
  readonly dataFolder: string;
  /** Must not exist yet. */
  readonly file: string;
  /** Takes settings and keys in: whoever has the file then has what they open. */
  readonly withSecrets: boolean;
  readonly now?: () => Date;
}

export interface BackupReport extends Pick<BackupManifest, 'generation' | 'withSecrets'> {
  readonly files: number;
  /** Of the backup itself. */
  readonly bytes: number;
}

const stagingPrefix = '.backup-';
const staleStagingMs = 24 * 3_600_000;
/** A generation may be swept just while it is looked for. */
const attempts = 3;

/**
 * @throws ConfigError when the file exists already, there is nothing to back up, or the conversations
 *   are damaged
 * @throws IndexCorruptError when the index is damaged
 */
export async function writeBackup(options: WriteBackupOptions): Promise<BackupReport> {
  const { dataFolder, withSecrets, now = () => new Date() } = options;
  const target = resolve(options.file);
  if (existsSync(target)) {
    throw new ConfigError(
      `File "${options.file}" exists already; name another one for the backup.`,
    );
  }
  if (!existsSync(dataFolder)) {
    throw new ConfigError(
      `Data folder "${dataFolder}" does not exist; there is nothing to back up.`,
    );
  }
  sweepStaging(dataFolder, now());
  const staging = join(dataFolder, stagingPrefix + randomBytes(8).toString('hex'));
  const draft = `${target}.${randomBytes(4).toString('hex')}.draft`;
  mkdirSync(staging, { mode: 0o700 });
  try {
    const generation = stageGeneration(dataFolder, staging);
    const names = [
      ...(generation === null ? [] : namesOf(staging, generation)),
      ...stageOthers(dataFolder, staging, withSecrets),
    ];
    if (names.length === 0) {
      throw new ConfigError(`Data folder "${dataFolder}" is empty; there is nothing to back up.`);
    }
    const files: BackupManifest['files'] = {};
    for (const name of names) files[name] = await hashFile(join(staging, name));
    const createdAt = now().toISOString();
    const manifest: BackupManifest = {
      format: backupFormat,
      createdAt,
      generation,
      withSecrets,
      files,
    };
    writeFileSync(join(staging, manifestName), `${JSON.stringify(manifest, null, 2)}\n`);
    await create({ cwd: staging, file: draft, gzip: true, portable: true, mode: 0o600 }, [
      manifestName,
      ...names,
    ]);
    syncPath(draft);
    renameSync(draft, target);
    nodeFileSystem.syncFolder(dirname(target));
    return { generation, withSecrets, files: names.length, bytes: statSync(target).size };
  } finally {
    rmSync(staging, { recursive: true, force: true });
    rmSync(draft, { force: true });
  }
}

/** The generation that answers now, checked. */
function stageGeneration(dataFolder: string, staging: string): string | null {
  for (let attempt = 1; ; attempt += 1) {
    const generation = pointedGeneration(nodeFileSystem, dataFolder);
    if (generation === undefined) return null;
    const from = join(dataFolder, 'generations', generation);
    const to = join(staging, 'generations', generation);
    try {
      mkdirSync(to, { recursive: true });
      for (const name of readdirSync(from)) linkOrCopy(join(from, name), join(to, name));
      writeFileSync(join(staging, 'CURRENT'), `${generation}\n`);
    } catch (error) {
      rmSync(join(staging, 'generations'), { recursive: true, force: true });
      if (attempt < attempts && !existsSync(from)) continue;
      throw error;
    }
    const { problems } = verifyStore(nodeFileSystem, staging);
    if (problems.length === 0) return generation;
    throw new IndexCorruptError(
      `The index is damaged, so it is not backed up: ${problems[0]} Run npm run verify -- --repair first.`,
    );
  }
}

function stageOthers(dataFolder: string, staging: string, withSecrets: boolean): string[] {
  const names: string[] = [];
  const database = join(dataFolder, conversationsFile);
  if (existsSync(database)) {
    copyDatabase(database, join(staging, conversationsFile));
    names.push(conversationsFile);
  }
  for (const name of [setAsideFile, installationFile, ...(withSecrets ? secretFiles : [])]) {
    if (!existsSync(join(dataFolder, name))) continue;
    copyFileSync(join(dataFolder, name), join(staging, name));
    names.push(name);
  }
  const uploads = join(dataFolder, 'uploads');
  if (!existsSync(uploads)) return names;
  mkdirSync(join(staging, 'uploads'));
  for (const entry of readdirSync(uploads, { withFileTypes: true })) {
    // What begins with a dot has not come whole.
    if (!entry.isFile() || entry.name.startsWith('.')) continue;
    const name = `uploads/${entry.name}`;
    linkOrCopy(join(dataFolder, name), join(staging, name));
    names.push(name);
  }
  return names;
}

function namesOf(staging: string, generation: string): string[] {
  const folder = `generations/${generation}`;
  return ['CURRENT', ...readdirSync(join(staging, folder)).map((name) => `${folder}/${name}`)];
}

/** Some file systems know no links. */
function linkOrCopy(from: string, to: string): void {
  try {
    linkSync(from, to);
  } catch (error) {
    if (!existsSync(from)) throw error;
    copyFileSync(from, to);
  }
}

/** Of backups that were killed. */
function sweepStaging(dataFolder: string, now: Date): void {
  for (const name of readdirSync(dataFolder)) {
    if (!name.startsWith(stagingPrefix)) continue;
    const path = join(dataFolder, name);
    if (now.getTime() - statSync(path).mtimeMs > staleStagingMs) {
      rmSync(path, { recursive: true, force: true });
    }
  }
}

function syncPath(path: string): void {
  const descriptor = openSync(path, 'r+');
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}
