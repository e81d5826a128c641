import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import Database from 'libsql';
import { describe, expect, it } from 'vitest';
import { ConversationCorruptError } from '../../../src/conversations/conversation-corrupt-error.ts';
import { migrate, SCHEMA_VERSION } from '../../../src/conversations/migrations.ts';
import { openSqliteConversations } from '../../../src/conversations/sqlite-conversations.ts';
import { ConfigError } from '../../../src/errors.ts';
import { answeredQuestion } from '../../fakes/answered-question.ts';
import { temporaryFolder } from '../../fakes/temporary-folder.ts';

const fileIn = (folder = temporaryFolder()) => join(folder, 'conversations.db');
const moduleUrl = (path: string) =>
  JSON.stringify(new URL(`../../../${path}`, import.meta.url).href);
const tsx = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href;

/** Runs a script that has the store `store`; kills it once it has said a line, and returns that. */
async function killAfter(file: string, script: string): Promise<string> {
  const source = `
    import { openSqliteConversations } from ${moduleUrl('src/conversations/sqlite-conversations.ts')};
    import { answeredQuestion } from ${moduleUrl('tests/fakes/answered-question.ts')};
    const store = openSqliteConversations(${JSON.stringify(file)});
    ${script}
    setInterval(() => {}, 1000);`;
  const path = join(temporaryFolder({ 'child.mts': source }), 'child.mts');
  const child = spawn(process.execPath, ['--import', tsx, path], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = once(child, 'exit');
  const [line] = await once(child.stdout, 'data');
  child.kill('SIGKILL');
  await ended;
  return String(line).trim();
}

describe('the file of conversations', () => {
  it('holds a question once begin has returned, though the process is killed', async () => {
    const file = fileIn();
    const id = await killAfter(
      file,
      `console.log(store.begin({ conversation: 'new', question: 'Is it kept?' }).id);`,
    );
    const store = openSqliteConversations(file);
    expect(store.turn(id)).toMatchObject({ question: 'Is it kept?', state: 'interrupted' });
    store.close();
  });

  it('holds an answer once answer has returned, though the process is killed', async () => {
    const file = fileIn();
    const id = await killAfter(
      file,
      `const { id } = store.begin({ conversation: 'new', question: 'q' });
       store.answer(id, answeredQuestion(), ['next?']);
       console.log(id);`,
    );
    const store = openSqliteConversations(file);
    expect(store.turn(id)).toMatchObject({
      state: 'answered',
      answered: answeredQuestion(),
      suggestions: ['next?'],
    });
    store.close();
  });

  it('comes back as it was, with unanswered turns interrupted', () => {
    const file = fileIn();
    const first = openSqliteConversations(file);
    const { id, conversationId } = first.begin({ conversation: 'new', question: 'one' });
    const answered = first.answer(id, answeredQuestion(), []);
    const open = first.begin({ conversation: conversationId, question: 'two' });
    first.close();
    const second = openSqliteConversations(file);
    expect(second.conversation(conversationId).turns).toEqual([
      answered,
      { ...open, state: 'interrupted' },
    ]);
    second.close();
  });

  it('is brought from version 0 to the current one, and a second time left alone', () => {
    const file = fileIn();
    writeFileSync(file, '');
    openSqliteConversations(file).close();
    openSqliteConversations(file).close();
    const database = new Database(file);
    expect(database.pragma('user_version')).toEqual([{ user_version: SCHEMA_VERSION }]);
    expect(database.pragma('journal_mode')).toEqual([{ journal_mode: 'wal' }]);
    database.close();
  });

  it('of version 1 keeps all turns, each with the sources that its answer was searched in', () => {
    const file = fileIn();
    const old = new Database(file);
    migrate(old, 1);
    const moment = '2026-01-01T00:00:00.000Z';
    old
      .prepare('insert into conversations values (?, ?, ?, ?, ?)')
      .run('c', 'Narrow', 'narrow', moment, moment);
    const { answer, mode, confidence, passages, trace } = answeredQuestion();
    const result = { answer, mode: { ...mode, sources: ['notes/'] }, confidence, totalMs: 4 };
    const results = [JSON.stringify(result), null, '{"answer":'];
    for (const [at, stored] of results.entries()) {
      const state = stored === null ? 'interrupted' : 'answered';
      const evidence = JSON.stringify({ passages, trace });
      old
        .prepare('insert into turns values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)')
        .run(
          `t${at}`,
          'c',
          at + 1,
          `Question ${at}?`,
          state,
          null,
          moment,
          '["next?"]',
          'said',
          'said',
          stored,
          evidence,
        );
    }
    old.close();
    const store = openSqliteConversations(file);
    const { turns } = store.conversation('c');
    expect(turns.map(({ question, sources }) => [question, sources])).toEqual([
      ['Question 0?', ['notes/']],
      ['Question 1?', []],
      ['Question 2?', []],
    ]);
    expect(turns[0]).toMatchObject({ result, suggestions: ['next?'] });
    expect(store.turn('t0').answered?.passages).toEqual(passages);
    store.remove('c');
    expect(() => store.turn('t0')).toThrow('There is no turn');
    store.close();
  });

  it('is refused and left alone when a newer Groundwork wrote it', () => {
    const file = fileIn();
    openSqliteConversations(file).close();
    const database = new Database(file);
    database.exec(`pragma user_version = ${SCHEMA_VERSION + 6}`);
    database.pragma('wal_checkpoint(TRUNCATE)');
    database.close();
    const before = readFileSync(file);
    expect(() => openSqliteConversations(file)).toThrow(
      new ConfigError(
        `Conversations in "conversations.db" have version ${SCHEMA_VERSION + 6}, this Groundwork reads up to ${SCHEMA_VERSION}; update Groundwork, or move the file away to begin a new one.`,
      ),
    );
    expect(readFileSync(file).equals(before)).toBe(true);
  });

  it.each(['hi', 'no database at all, '.repeat(500), `SQLite format 3\0${'x'.repeat(5_000)}`])(
    'is refused and left alone when it is no database',
    (content) => {
      const file = join(temporaryFolder({ 'conversations.db': content }), 'conversations.db');
      expect(() => openSqliteConversations(file)).toThrow(ConfigError);
      expect(() => openSqliteConversations(file)).toThrow(/"conversations\.db"/);
      expect(readFileSync(file, 'utf8')).toBe(content);
    },
  );

  it('is refused when it is the database of another program', () => {
    const file = fileIn();
    const database = new Database(file);
    database.exec('create table recipes (name text)');
    database.close();
    const before = readFileSync(file);
    expect(() => openSqliteConversations(file)).toThrow(/another program/);
    expect(readFileSync(file).equals(before)).toBe(true);
  });

  it('names the file, not its folder, when it cannot be opened', () => {
    const folder = temporaryFolder();
    const missing = join(folder, 'nowhere', 'conversations.db');
    expect(() => openSqliteConversations(missing)).toThrow(ConfigError);
    expect(() => openSqliteConversations(missing)).toThrow(/^(?!.*nowhere).*"conversations\.db"/);
    expect(() => openSqliteConversations(folder)).toThrow(ConfigError);
  });

  it.each([
    ['result', '{"answer":'],
    ['result', '{"answer":{"status":"perhaps"}}'],
    ['evidence', 'null'],
  ])('shows all else where the %s of a turn is damaged', (column, value) => {
    const file = fileIn();
    const store = openSqliteConversations(file);
    const damaged = store.begin({ conversation: 'new', question: 'one' });
    store.answer(damaged.id, answeredQuestion(), []);
    const whole = store.begin({ conversation: damaged.conversationId, question: 'two' });
    store.answer(whole.id, answeredQuestion(), []);
    const database = new Database(file);
    database.prepare(`update turns set ${column} = ? where id = ?`).run(value, damaged.id);
    database.close();
    expect(store.list('diverges')).toHaveLength(1);
    const { turns } = store.conversation(damaged.conversationId);
    expect(turns.map(({ state }) => state)).toEqual([
      column === 'result' ? 'failed' : 'answered',
      'answered',
    ]);
    expect(() => store.turn(damaged.id)).toThrow(ConversationCorruptError);
    expect(store.turn(whole.id).answered).toEqual(answeredQuestion());
    store.close();
  });

  it('no longer holds the words of a conversation that was removed', () => {
    const file = fileIn();
    const store = openSqliteConversations(file);
    const { conversationId } = store.begin({ conversation: 'new', question: 'xylophone secret' });
    store.begin({ conversation: 'new', question: 'another' });
    store.remove(conversationId);
    store.close();
    const database = new Database(file);
    database.pragma('wal_checkpoint(TRUNCATE)');
    database.close();
    expect(readFileSync(file).includes('xylophone')).toBe(false);
  });
});
