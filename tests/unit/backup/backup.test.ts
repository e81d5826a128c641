import { spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { create } from 'tar';
import { describe, expect, it, onTestFinished } from 'vitest';
import { restoreBackup } from '../../../src/backup/restore-backup.ts';
import { writeBackup } from '../../../src/backup/write-backup.ts';
import { openSqliteConversations } from '../../../src/conversations/sqlite-conversations.ts';
import { ConfigError, IndexCorruptError, LockedError } from '../../../src/errors.ts';
import { nodeFileSystem } from '../../../src/library/file-system.ts';
import { verifyStore } from '../../../src/library/verify-store.ts';
import { temporaryFolder } from '../../fakes/temporary-folder.ts';
import { smallLibrary, smallWriter } from '../../hardening/small-library.ts';

const notes = { 'a.md': '# GANs\n\nThe generator fools the critic.\n' };
const otherNotes = { 'b.md': '# Loss\n\nThe loss falls slowly.\n' };

/** A data folder with all that there may be; the conversations stay open, as under a server. */
function usedFolder(question = 'What is a GAN?') {
  const folder = temporaryFolder({
    'uploads/Übung 1.md': '# Uploaded\n',
    'uploads/.incoming-1': 'half of a',
    'settings.json': '{"OPENAI_API_KEY":"sk-secret"}',
    'keys.json': '{"keys":[]}',
    'set-aside.json': '{}',
  });
  smallWriter(nodeFileSystem, folder, otherNotes).commit();
  const { generation } = smallWriter(nodeFileSystem, folder, notes).commit();
  const conversations = openSqliteConversations(join(folder, 'conversations.sqlite'));
  onTestFinished(() => conversations.close());
  conversations.begin({ conversation: 'new', question });
  return { folder, generation, conversations };
}

async function textsIn(folder: string): Promise<string[]> {
  const library = smallLibrary(nodeFileSystem, folder);
  await library.refresh();
  try {
    return await library.use(async (reader) => {
      const documents = await reader.documents();
      return Promise.all(documents.map(async ({ id }) => (await reader.document(id))!.text));
    });
  } finally {
    await library.close();
  }
}

const newFile = () => join(temporaryFolder(), 'backup.tar.gz');

describe('a backup', () => {
  it('holds index, conversations and uploads of a folder in use, and gives them back', async () => {
    const { folder, generation } = usedFolder();
    const file = newFile();
    const report = await writeBackup({ dataFolder: folder, file, withSecrets: false });
    expect(report).toMatchObject({ generation, withSecrets: false, bytes: statSync(file).size });
    expect(statSync(file).mode & 0o777).toBe(0o600);
    const restored = join(temporaryFolder(), 'new', 'data');
    const given = await restoreBackup({ dataFolder: restored, file, force: false });
    expect(given).toMatchObject({ generation, files: report.files, keptIn: null });
    expect(await textsIn(restored)).toEqual([notes['a.md']]);
    expect(verifyStore(nodeFileSystem, restored).problems).toEqual([]);
    expect(readFileSync(join(restored, 'uploads', 'Übung 1.md'), 'utf8')).toBe('# Uploaded\n');
    const conversations = openSqliteConversations(join(restored, 'conversations.sqlite'));
    onTestFinished(() => conversations.close());
    expect(conversations.list('').map(({ title }) => title)).toEqual(['What is a GAN?']);
    expect(readdirSync(restored).filter((name) => !name.startsWith('conversations'))).toEqual([
      'CURRENT',
      'generations',
      'set-aside.json',
      'uploads',
    ]);
    expect(readdirSync(join(restored, 'uploads'))).toEqual(['Übung 1.md']);
    expect(readdirSync(folder).filter((name) => name.startsWith('.'))).toEqual([]);
  });

  it('holds settings and keys only where that is asked for', async () => {
    const { folder } = usedFolder();
    const [without, withThem] = [newFile(), newFile()];
    await writeBackup({ dataFolder: folder, file: without, withSecrets: false });
    await writeBackup({ dataFolder: folder, file: withThem, withSecrets: true });
    expect(gunzipSync(readFileSync(without)).includes('sk-secret')).toBe(false);
    expect(gunzipSync(readFileSync(withThem)).includes('sk-secret')).toBe(true);
    const restored = temporaryFolder();
    await restoreBackup({ dataFolder: restored, file: withThem, force: false });
    expect(readFileSync(join(restored, 'settings.json'), 'utf8')).toContain('sk-secret');
  });

  it('overwrites no file, and needs something to back up', async () => {
    const { folder } = usedFolder();
    const file = join(temporaryFolder({ 'taken.tar.gz': 'mine' }), 'taken.tar.gz');
    const given = { dataFolder: folder, file, withSecrets: false };
    await expect(writeBackup(given)).rejects.toThrow(/exists already/);
    expect(readFileSync(file, 'utf8')).toBe('mine');
    const empty = { ...given, dataFolder: temporaryFolder(), file: newFile() };
    await expect(writeBackup(empty)).rejects.toThrow(/is empty/);
    expect(existsSync(empty.file)).toBe(false);
  });

  it('is not made of a damaged index', async () => {
    const { folder, generation } = usedFolder();
    writeFileSync(join(folder, 'generations', generation, 'texts.bin'), 'other');
    const file = newFile();
    await expect(writeBackup({ dataFolder: folder, file, withSecrets: false })).rejects.toThrow(
      IndexCorruptError,
    );
    expect(readdirSync(join(file, '..'))).toEqual([]);
  });
});

describe('a restore', () => {
  it('leaves a folder alone that holds something, unless forced; then keeps what was there', async () => {
    const { folder, generation } = usedFolder();
    const file = newFile();
    await writeBackup({ dataFolder: folder, file, withSecrets: false });
    const target = temporaryFolder({ 'settings.json': '{"ANSWERS":"extractive"}' });
    const older = smallWriter(nodeFileSystem, target, otherNotes).commit().generation;
    await expect(restoreBackup({ dataFolder: target, file, force: false })).rejects.toThrow(
      /is not empty.*--force/,
    );
    expect(await textsIn(target)).toEqual([otherNotes['b.md']]);
    const { keptIn } = await restoreBackup({ dataFolder: target, file, force: true });
    expect(await textsIn(target)).toEqual([notes['a.md']]);
    expect(readdirSync(join(target, 'generations'))).toEqual([generation]);
    expect(readdirSync(join(keptIn!, 'generations'))).toEqual([older]);
    // Settings are not in this backup, so those that are there stay.
    expect(readFileSync(join(target, 'settings.json'), 'utf8')).toContain('extractive');
    expect(readdirSync(target)).not.toContain('LOCK');
  });

  it('puts sound conversations in the place of damaged ones', async () => {
    const { folder } = usedFolder();
    const file = newFile();
    await writeBackup({ dataFolder: folder, file, withSecrets: false });
    const target = temporaryFolder({ 'conversations.sqlite': 'no database '.repeat(500) });
    await expect(
      writeBackup({ dataFolder: target, file: newFile(), withSecrets: false }),
    ).rejects.toThrow(/conversations.sqlite" is damaged/);
    const { keptIn } = await restoreBackup({ dataFolder: target, file, force: true });
    const conversations = openSqliteConversations(join(target, 'conversations.sqlite'));
    onTestFinished(() => conversations.close());
    expect(conversations.list('')).toHaveLength(1);
    expect(readFileSync(join(keptIn!, 'conversations.sqlite'), 'utf8')).toMatch(/^no database/);
  });

  it('waits for no server: one that runs must be stopped', async () => {
    const { folder } = usedFolder();
    const file = newFile();
    await writeBackup({ dataFolder: folder, file, withSecrets: false });
    const holder = `
      const Database = require('libsql');
      const database = new Database(${JSON.stringify(join(folder, 'conversations.sqlite'))});
      database.exec('select count(*) from turns');
      process.stdout.write('open');
      setInterval(() => {}, 1000);`;
    const { spawn } = await import('node:child_process');
    const server = spawn(process.execPath, ['-e', holder], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    await new Promise((resolve) => server.stdout.once('data', resolve));
    onTestFinished(() => void server.kill());
    await expect(restoreBackup({ dataFolder: folder, file, force: true })).rejects.toThrow(
      LockedError,
    );
    expect(await textsIn(folder)).toEqual([notes['a.md']]);
  });

  it('changes nothing when the backup is cut short or altered, wherever that is', async () => {
    const { folder } = usedFolder();
    const file = newFile();
    await writeBackup({ dataFolder: folder, file, withSecrets: false });
    const whole = readFileSync(file);
    const plain = gunzipSync(whole);
    const target = join(temporaryFolder(), 'data');
    const altered = (at: number, bytes: Uint8Array = Uint8Array.from(plain)) => {
      bytes[at] = bytes[at]! ^ 1;
      return gzipSync(bytes);
    };
    const broken = [
      ...[0, 1, 100, Math.floor(whole.length / 2), whole.length - 9].map((length) =>
        whole.subarray(0, length),
      ),
      ...[plain.length - 1024, Math.floor(plain.length / 2 / 512) * 512].map((length) =>
        gzipSync(plain.subarray(0, length)),
      ),
      ...Array.from({ length: 40 }, (_, at) => altered(Math.floor((plain.length * at) / 41))),
      Buffer.from('not a backup at all'),
    ];
    let refused = 0;
    for (const bytes of broken) {
      writeFileSync(file, bytes);
      rmSync(target, { recursive: true, force: true });
      try {
        await restoreBackup({ dataFolder: target, file, force: false });
        // What fills a block is no part of any file: then all is there, as it was.
        expect(await textsIn(target)).toEqual([notes['a.md']]);
        expect(verifyStore(nodeFileSystem, target).problems).toEqual([]);
      } catch (error) {
        expect(error).toBeInstanceOf(ConfigError);
        expect(String(error)).toMatch(/not a whole backup|needs|format/);
        expect(readdirSync(target)).toEqual([]);
        refused += 1;
      }
    }
    expect(refused).toBeGreaterThan(broken.length / 2);
  });

  it('writes nowhere but where a backup may', async () => {
    const source = temporaryFolder({ 'backup.json': '', 'x/evil.txt': 'evil' });
    const target = join(temporaryFolder(), 'data');
    const file = newFile();
    const manifestOf = (name: string) =>
      JSON.stringify({
        format: 1,
        createdAt: '2026-01-02T03:04:05.000Z',
        generation: null,
        withSecrets: false,
        files: { [name]: { bytes: 4, sha256: '0'.repeat(64) } },
      });
    for (const name of [
      '../evil.txt',
      '/tmp/evil.txt',
      'x/evil.txt',
      'uploads/../../evil',
      'LOCK',
    ]) {
      writeFileSync(join(source, 'backup.json'), manifestOf(name));
      await create({ cwd: source, file, gzip: true }, ['backup.json', 'x/evil.txt']);
      await expect(restoreBackup({ dataFolder: target, file, force: false })).rejects.toThrow(
        /not a whole backup/,
      );
      expect(readdirSync(target)).toEqual([]);
      rmSync(file);
    }
    writeFileSync(join(source, 'backup.json'), manifestOf('uploads/a.md'));
    mkdirSync(join(source, 'uploads'));
    symlinkSync('/etc/passwd', join(source, 'uploads', 'a.md'));
    await create({ cwd: source, file, gzip: true }, ['backup.json', 'uploads/a.md']);
    await expect(restoreBackup({ dataFolder: target, file, force: false })).rejects.toThrow(
      /not a whole backup/,
    );
  });

  it('is refused by format when a newer Groundwork made it', async () => {
    const source = temporaryFolder({ 'backup.json': '{"format":2}' });
    const file = newFile();
    await create({ cwd: source, file, gzip: true }, ['backup.json']);
    await expect(
      restoreBackup({ dataFolder: temporaryFolder(), file, force: false }),
    ).rejects.toThrow(/format 2.*up to 1.*update/);
  });
});

describe.runIf(process.platform !== 'win32')('an archive that others can read', () => {
  it('is listed by tar, its list of checksums first', async () => {
    const { folder } = usedFolder();
    const file = newFile();
    await writeBackup({ dataFolder: folder, file, withSecrets: false });
    const { stdout, error } = spawnSync('tar', ['tzf', file], { encoding: 'utf8' });
    if (error) return;
    expect(stdout.split('\n')[0]).toBe('backup.json');
  });
});
