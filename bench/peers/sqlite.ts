/** SQLite with FTS5 and sqlite-vec, in one file; both arms fused by reciprocal rank. */
import { join } from 'node:path';
import { type Contender, candidatesFused, type OpenContender, resultsAsked } from './contender.ts';
import type { GrownChunk, Question } from './dataset.ts';
import { fuseRanks } from './fuse-ranks.ts';
import { importPeer } from './import-peer.ts';
import { dimensions } from './seeds.ts';

interface Statement {
  run(...values: unknown[]): unknown;
  all(...values: unknown[]): readonly { readonly id: number }[];
}

interface Database {
  exec(sql: string): void;
  pragma(text: string): unknown;
  prepare(sql: string): Statement;
  transaction<Given>(work: (given: Given) => void): (given: Given) => void;
  close(): void;
}

interface SqliteModule {
  readonly default: new (path: string) => Database;
}

interface SqliteVec {
  load(database: Database): void;
}

const batchSize = 10_000;

export const sqlite: Contender = {
  name: 'SQLite FTS5 + sqlite-vec',
  packages: ['better-sqlite3', 'sqlite-vec'],
  arms: ['lexical', 'dense', 'hybrid'],
  async build(data, folder) {
    const database = await openDatabase(folder);
    database.exec(`
      create table texts (id integer primary key, text text not null);
      create virtual table terms using fts5(
        words, content='', contentless_delete=1, tokenize='unicode61 remove_diacritics 0'
      );
      create virtual table vectors using vec0(
        id integer primary key, vector float[${dimensions}] distance_metric=cosine
      );
    `);
    const add = database.transaction(adderOf(database));
    for (const batch of data.batches(batchSize)) add(batch);
    database.exec("insert into terms(terms) values ('optimize')");
    database.close();
  },
  async open(_data, folder): Promise<OpenContender> {
    const database = await openDatabase(folder);
    const byTerms = database.prepare(
      'select rowid as id from terms where terms match ? order by rank limit ?',
    );
    const byVector = database.prepare('select id from vectors where vector match ? and k = ?');
    const texts = database.prepare(
      'select id, text from texts where id in (select value from json_each(?))',
    );
    const lexical = ({ terms }: Question, count: number) =>
      idsOf(byTerms.all(terms.map((term) => `"${term}"`).join(' OR '), count));
    const dense = ({ vector }: Question, count: number) => idsOf(byVector.all(vector, count));
    const clear = ['terms where rowid', 'vectors where id', 'texts where id'].map((place) =>
      database.prepare(`delete from ${place} = ?`),
    );
    const remove = (id: number): void => {
      for (const statement of clear) statement.run(BigInt(id));
    };
    const removeWhole = database.transaction(remove);
    const add = adderOf(database);
    const replace = database.transaction((chunks: readonly GrownChunk[]) => {
      for (const { id } of chunks) remove(id);
      add(chunks);
    });
    return {
      async search(arm, question) {
        if (arm === 'lexical') return lexical(question, resultsAsked);
        if (arm === 'dense') return dense(question, resultsAsked);
        const both = [lexical(question, candidatesFused), dense(question, candidatesFused)];
        const best = fuseRanks(both).slice(0, resultsAsked);
        texts.all(JSON.stringify(best));
        return best;
      },
      update: async (chunk) => replace([chunk]),
      remove: async (id) => removeWhole(id),
      close: async () => database.close(),
    };
  },
};

async function openDatabase(folder: string): Promise<Database> {
  const [{ default: Sqlite }, { load }] = await Promise.all([
    importPeer<SqliteModule>('better-sqlite3'),
    importPeer<SqliteVec>('sqlite-vec'),
  ]);
  const database = new Sqlite(join(folder, 'notes.sqlite'));
  load(database);
  database.pragma('journal_mode = WAL');
  database.pragma('synchronous = NORMAL');
  // Else it reads pages again and again: its own cache is 2 MB.
  database.pragma('cache_size = -262144');
  database.pragma('mmap_size = 4294967296');
  return database;
}

function adderOf(database: Database): (chunks: readonly GrownChunk[]) => void {
  const addText = database.prepare('insert into texts(id, text) values (?, ?)');
  const addTerms = database.prepare('insert into terms(rowid, words) values (?, ?)');
  const addVector = database.prepare('insert into vectors(id, vector) values (?, ?)');
  return (chunks) => {
    for (const { id, text, terms, vector } of chunks) {
      const key = BigInt(id);
      addText.run(key, text);
      addTerms.run(key, terms.join(' '));
      addVector.run(key, vector);
    }
  };
}

function idsOf(rows: readonly { readonly id: number }[]): number[] {
  return rows.map(({ id }) => id);
}
