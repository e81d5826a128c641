import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { LockedError } from '../../../src/errors.ts';
import { lockWriter } from '../../../src/library/writer-lock.ts';
import { temporaryFolder } from '../../fakes/temporary-folder.ts';

const deadPid = (): number => spawnSync(process.execPath, ['-e', '']).pid;
const lockOf = (folder: string): { pid: number } =>
  JSON.parse(readFileSync(join(folder, 'LOCK'), 'utf8'));

describe('lockWriter', () => {
  it('names its holder and leaves nothing behind when given back', () => {
    const folder = temporaryFolder();
    const release = lockWriter(folder);
    expect(lockOf(folder).pid).toBe(process.pid);
    expect(readdirSync(folder)).toEqual(['LOCK']);
    release();
    expect(readdirSync(folder)).toEqual([]);
  });

  it('refuses a second writer and names the process and the time', () => {
    const folder = temporaryFolder();
    const release = lockWriter(folder, () => new Date('2026-01-02T03:04:05Z'));
    expect(() => lockWriter(folder)).toThrow(LockedError);
    expect(() => lockWriter(folder)).toThrow(`process ${process.pid} since 2026-01-02T03:04:05`);
    expect(readdirSync(folder)).toEqual(['LOCK']);
    release();
    lockWriter(folder)();
  });

  it.each([
    ['of a process that has gone', () => ({ pid: deadPid(), processStart: null, since: 'x' })],
    ['that cannot be read', () => 'half a lo'],
  ])('takes over a lock %s', (_, holder) => {
    const folder = temporaryFolder({ LOCK: JSON.stringify(holder()) });
    const release = lockWriter(folder);
    expect(lockOf(folder).pid).toBe(process.pid);
    expect(readdirSync(folder)).toEqual(['LOCK']);
    release();
  });

  it.runIf(process.platform === 'linux')(
    'takes over a lock whose process id now belongs to another process',
    () => {
      const stale = { pid: process.pid, processStart: '1', since: 'x' };
      const folder = temporaryFolder({ LOCK: JSON.stringify(stale) });
      const release = lockWriter(folder);
      expect(lockOf(folder)).toMatchObject({ pid: process.pid });
      release();
    },
  );

  it("leaves another writer's lock alone when given back", () => {
    const folder = temporaryFolder();
    const release = lockWriter(folder);
    const other = JSON.stringify({ pid: 1, processStart: null, since: 'later' });
    writeFileSync(join(folder, 'LOCK'), other);
    release();
    expect(readFileSync(join(folder, 'LOCK'), 'utf8')).toBe(other);
  });

  it('gives back a lock that has been removed', () => {
    const folder = temporaryFolder();
    const release = lockWriter(folder);
    release();
    release();
    expect(existsSync(join(folder, 'LOCK'))).toBe(false);
  });
});
