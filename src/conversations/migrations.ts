/** Brings a database of conversations to the form that this program reads, a version at a time. */
import type { Database } from 'libsql';
import { z } from 'zod';

/**
 * One script a version, the first for version 1. Released scripts are never edited: a change is a
 * new script at the end.
 *
 * `said` is what a turn shows, for excerpts; `searched` is that, folded. `evidence` stands last: a
 * row is read up to the last column asked for, and evidence is most of it.
 */
const migrations: readonly string[] = [
  `create table conversations (
     id text primary key,
     title text not null,
     title_searched text not null,
     created_at text not null,
     updated_at text not null
   ) strict;
   create index conversations_by_update on conversations (updated_at desc, id);
   create table turns (
     id text primary key,
     conversation_id text not null references conversations (id) on delete cascade,
     ordinal integer not null,
     question text not null,
     state text not null check (state in ('answering', 'answered', 'interrupted', 'failed')),
     error text,
     created_at text not null,
     suggestions text not null,
     said text not null,
     searched text not null,
     result text,
     evidence text,
     unique (conversation_id, ordinal)
   ) strict;`,
  // Which sources alone each turn is asked of, whether or not it was answered.
  `create table turns_with_sources (
     id text primary key,
     conversation_id text not null references conversations (id) on delete cascade,
     ordinal integer not null,
     question text not null,
     state text not null check (state in ('answering', 'answered', 'interrupted', 'failed')),
     error text,
     created_at text not null,
     sources text not null,
     suggestions text not null,
     said text not null,
     searched text not null,
     result text,
     evidence text,
     unique (conversation_id, ordinal)
   ) strict;
   insert into turns_with_sources
     select id, conversation_id, ordinal, question, state, error, created_at,
       coalesce(case when json_valid(result) then json_extract(result, '$.mode.sources') end, '[]'),
       suggestions, said, searched, result, evidence
     from turns;
   drop table turns;
   alter table turns_with_sources rename to turns;`,
];

/** The newest version that this program reads and the one it writes. */
export const SCHEMA_VERSION = migrations.length;

/** The database's version; 0 for a new one. */
export function readSchemaVersion(database: Database): number {
  const row = z.object({ user_version: z.int() });
  return z.tuple([row]).parse(database.pragma('user_version'))[0].user_version;
}

/**
 * Each version in a transaction of its own: a process that dies in between leaves the version before.
 * Two processes that open a new file at once do it once.
 *
 * @param to a version, no older than the database's
 */
export function migrate(database: Database, to = SCHEMA_VERSION): void {
  for (const [at, script] of migrations.slice(0, to).entries()) {
    database
      .transaction(() => {
        if (readSchemaVersion(database) > at) return;
        database.exec(script);
        database.exec(`pragma user_version = ${at + 1}`);
      })
      .immediate();
  }
}
