/** File -> open database of conversations in the current form. Refuses what it must not write to. */
import { closeSync, openSync, readSync } from 'node:fs';
import { basename } from 'node:path';
import Database from 'libsql';
import { z } from 'zod';
import { ConfigError, LockedError } from '../errors.ts';
import { migrate, readSchemaVersion, SCHEMA_VERSION } from './migrations.ts';

/** How long a statement waits for another process that writes, in milliseconds. */
const busyTimeoutMs = 5_000;
const magic = 'SQLite format 3\0';
/** Where the header of an SQLite file keeps `user_version`: four bytes, big-endian. */
const versionAt = 60;
const headerBytes = 100;

/**
 * Opens the file, or makes it. Its folder must exist.
 *
 * @throws ConfigError when the file is no database, another program's, or of a newer Groundwork; it
 *   stays as it is
 * @throws LockedError when another process writes to it for longer than five seconds
 */
export function openDatabase(file: string): Database.Database {
  const name = basename(file);
  checkHeader(file, name);
  let database: Database.Database | undefined;
  try {
    database = new Database(file, { timeout: busyTimeoutMs });
    // Once more, in case the newest header is still in the write-ahead log.
    checkVersion(readSchemaVersion(database), name);
    checkOwner(database, name);
    database.pragma('journal_mode = WAL');
    database.pragma('synchronous = FULL');
    database.pragma('foreign_keys = ON');
    // What a reader deletes is overwritten, not only forgotten.
    database.pragma('secure_delete = ON');
    migrate(database);
    return database;
  } catch (error) {
    database?.close();
    throw describe(error, name);
  }
}

/** Reads the header without SQLite, which would write to a file left by a killed process. */
function checkHeader(file: string, name: string): void {
  const header = Buffer.alloc(headerBytes);
  let length: number;
  try {
    const descriptor = openSync(file, 'r');
    try {
      length = readSync(descriptor, header, 0, headerBytes, 0);
    } finally {
      closeSync(descriptor);
    }
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return;
    throw notOpened(name, error);
  }
  if (length === 0) return;
  if (length < headerBytes || header.toString('latin1', 0, magic.length) !== magic) {
    throw notADatabase(name);
  }
  checkVersion(header.readUInt32BE(versionAt), name);
}

function checkVersion(version: number, name: string): void {
  if (version <= SCHEMA_VERSION) return;
  throw new ConfigError(
    `Conversations in "${name}" have version ${version}, this Groundwork reads up to ${SCHEMA_VERSION}; update Groundwork, or move the file away to begin a new one.`,
  );
}

/** A file of version 0 that holds tables is not ours to add to. */
function checkOwner(database: Database.Database, name: string): void {
  if (readSchemaVersion(database) > 0) return;
  const rows = database.prepare('select count(*) as tables from sqlite_master').all();
  if (z.tuple([z.object({ tables: z.int() })]).parse(rows)[0].tables === 0) return;
  throw new ConfigError(
    `File "${name}" is a database of another program, conversations are kept in one of their own; move the file away.`,
  );
}

function notADatabase(name: string, cause?: unknown): ConfigError {
  return new ConfigError(
    `File "${name}" is not a database, or is damaged; move it away to begin a new one, or put a backup in its place.`,
    { cause },
  );
}

function notOpened(name: string, cause: unknown): ConfigError {
  return new ConfigError(
    `File "${name}" with the conversations cannot be opened; check that DATA_DIR exists and may be read and written.`,
    { cause },
  );
}

function describe(error: unknown, name: string): unknown {
  if (error instanceof ConfigError || !(error instanceof Error)) return error;
  const code = 'code' in error ? String(error.code) : '';
  if (/^SQLITE_(NOTADB|CORRUPT)/.test(code)) return notADatabase(name, error);
  if (/^SQLITE_(BUSY|LOCKED)/.test(code)) {
    return new LockedError(
      `Conversations in "${name}" are being written by another process; stop it and start again.`,
      { cause: error },
    );
  }
  if (/^SQLITE_(CANTOPEN|READONLY|PERM|IOERR)/.test(code) || /ConnectionFailed/.test(error.message))
    return notOpened(name, error);
  // A schema that cannot be read, and whatever else damage looks like.
  return /^SQLITE_/.test(code) ? notADatabase(name, error) : error;
}
