/** The conversations as one consistent file, while a server may be writing to them. */
import Database from 'libsql';
import { z } from 'zod';
import { ConfigError, LockedError } from '../errors.ts';

/** @throws ConfigError when the database is damaged */
export function copyDatabase(from: string, to: string): void {
  let database: Database.Database | undefined;
  try {
    database = new Database(from, { timeout: 5_000 });
    database.prepare('vacuum into ?').run(to);
  } catch (cause) {
    throw damaged(from, cause);
  } finally {
    database?.close();
  }
  checkDatabase(to, from);
}

/**
 * Reads the whole file. SQLite keeps no checksums of its pages, so only what breaks its structure shows.
 *
 * @param shown name for the message
 * @throws ConfigError when it is damaged
 */
export function checkDatabase(file: string, shown: string): void {
  let problems: unknown;
  let database: Database.Database | undefined;
  try {
    database = new Database(file, { readonly: true });
    problems = database.pragma('integrity_check');
  } catch (cause) {
    throw damaged(shown, cause);
  } finally {
    database?.close();
  }
  const sound = z.tuple([z.object({ integrity_check: z.literal('ok') })]).safeParse(problems);
  if (!sound.success) throw damaged(shown, sound.error);
}

/** @throws LockedError when another process has the database open */
export function demandUnused(file: string): void {
  let database: Database.Database | undefined;
  try {
    database = new Database(file, { timeout: 0 });
    // Only the one process that has it open may change this.
    database.pragma('journal_mode = delete');
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? String(cause.code) : '';
    if (/^SQLITE_(BUSY|LOCKED)/.test(code)) {
      throw new LockedError(
        'The data folder is in use by a running server; stop it before you restore.',
        { cause },
      );
    }
    // A damaged one is what a restore is for.
  } finally {
    database?.close();
  }
}

function damaged(file: string, cause: unknown): ConfigError {
  return new ConfigError(
    `Database "${file}" is damaged; move it away, or restore a backup of it.`,
    { cause },
  );
}
