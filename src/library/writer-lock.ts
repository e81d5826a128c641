/** One writer at a time: a lock file with the holder's process id and the time that it started. */
import { randomBytes } from 'node:crypto';
import {
  linkSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { LockedError } from '../errors.ts';

const holderSchema = z.object({
  pid: z.int().min(1),
  /** When the process started, in the system's own count; null where it cannot be told. */
  processStart: z.string().nullable(),
  since: z.string(),
});
type Holder = z.infer<typeof holderSchema>;

/** A lock on its way in or out, with the process that moves it. */
const draftName = /^LOCK\.(?:stale-)?([0-9]{1,10})-[0-9a-f]{8}$/;

/**
 * Takes the lock of a data folder. A lock whose process has gone is taken over.
 *
 * @returns a function that gives the lock back
 * @throws LockedError naming the process that holds it
 */
export function lockWriter(folder: string, now: () => Date = () => new Date()): () => void {
  const path = join(folder, 'LOCK');
  const own: Holder = {
    pid: process.pid,
    processStart: processStartOf(process.pid),
    since: now().toISOString(),
  };
  const draft = `${path}.${process.pid}-${randomBytes(4).toString('hex')}`;
  sweepDrafts(folder);
  try {
    writeFileSync(draft, JSON.stringify(own), { flag: 'wx' });
    for (let attempt = 0; attempt < 3; attempt += 1) {
      // A link appears with its content at once: nobody ever sees a half-written lock.
      if (tryLink(draft, path)) return () => release(path, own);
      const holder = readHolder(path);
      if (holder !== undefined && isAlive(holder)) throw lockedBy(holder);
      takeAway(path, holder);
    }
  } finally {
    rmSync(draft, { force: true });
  }
  throw new LockedError('Data folder is being written by another process; try again.');
}

/** What processes left that were killed while they asked for the lock. */
function sweepDrafts(folder: string): void {
  for (const name of readdirSync(folder)) {
    const pid = draftName.exec(name)?.[1];
    if (pid === undefined || isRunning(Number(pid))) continue;
    try {
      unlinkSync(join(folder, name));
    } catch {
      // Another one swept it, or the folder cannot be written: then the lock says so.
    }
  }
}

function tryLink(draft: string, path: string): boolean {
  try {
    linkSync(draft, path);
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
    throw error;
  }
}

/** Moves a stale lock away, and back again when a live one slipped into its place meanwhile. */
function takeAway(path: string, stale: Holder | undefined): void {
  const aside = `${path}.stale-${process.pid}-${randomBytes(4).toString('hex')}`;
  try {
    renameSync(path, aside);
  } catch {
    return; // Somebody else took it away.
  }
  const moved = readHolder(aside);
  const changed = moved !== undefined && moved.since !== stale?.since && isAlive(moved);
  if (changed) tryLink(aside, path);
  unlinkSync(aside);
  if (changed) throw lockedBy(moved);
}

function lockedBy(holder: Holder): LockedError {
  return new LockedError(
    `Data folder is being written by process ${holder.pid} since ${holder.since}; wait until it ends, or stop it.`,
  );
}

function release(path: string, own: Holder): void {
  const holder = readHolder(path);
  if (holder?.pid === own.pid && holder.since === own.since) unlinkSync(path);
}

function readHolder(path: string): Holder | undefined {
  try {
    return holderSchema.parse(JSON.parse(readFileSync(path, 'utf8')));
  } catch {
    return undefined;
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM says that the process exists and belongs to somebody else.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

function isAlive(holder: Holder): boolean {
  if (!isRunning(holder.pid)) return false;
  const start = processStartOf(holder.pid);
  return start === null || holder.processStart === null || start === holder.processStart;
}

/** Tells a process from a later one under the same id. Linux only; null elsewhere. */
function processStartOf(pid: number): string | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? null;
  } catch {
    return null;
  }
}
