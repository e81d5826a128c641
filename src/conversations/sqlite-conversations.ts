/** Conversations in one SQLite file. Knows nothing of how a question is answered. */
import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { NotFoundError } from '../errors.ts';
import type {
  BeginTurn,
  ConversationStore,
  ConversationSummary,
  StoredConversation,
  StoredTurn,
  StoredTurnDetail,
} from './contract.ts';
import { ConversationCorruptError } from './conversation-corrupt-error.ts';
import { openDatabase } from './open-database.ts';
import { excerptOf, foldCase, searchWords, textOfTurn } from './search-words.ts';
import { storableText } from './storable-text.ts';
import {
  evidenceSchema,
  joinAnswered,
  parseColumn,
  resultSchema,
  splitAnswered,
  textsSchema,
} from './stored-answer.ts';
import { titleOf } from './title-of.ts';

export interface SqliteConversationsOptions {
  readonly now?: () => Date;
  /** Ids of conversations and turns; they must be unique. */
  readonly newId?: () => string;
}

/** Longest list of conversations. */
export const MAX_LISTED = 200;

/**
 * A text as its bytes: the driver ends the whole process over one that is no UTF-8, as a damaged file
 * may hold. What cannot be decoded becomes U+FFFD.
 */
const text = z
  .instanceof(ArrayBuffer)
  .transform((bytes) => new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes));
const textsAs = (...columns: readonly string[]): string =>
  columns.map((column) => `cast(${column} as blob) as ${column}`).join(', ');

const conversationRow = z.object({ id: text, title: text, created_at: text, updated_at: text });
const conversationColumns = textsAs('id', 'title', 'created_at', 'updated_at');
const summaryRow = conversationRow.extend({ turns: z.int() });
const turnRow = z.object({
  id: text,
  conversation_id: text,
  ordinal: z.int(),
  question: text,
  state: text.pipe(z.enum(['answering', 'answered', 'interrupted', 'failed'])),
  error: text.nullable(),
  created_at: text,
  sources: text,
  suggestions: text,
  result: text.nullable(),
});
type TurnRow = z.infer<typeof turnRow>;
const evidenceRow = z.object({ evidence: text.nullable() });

const turnColumns = `ordinal, ${textsAs('id', 'conversation_id', 'question', 'state', 'error', 'created_at', 'sources', 'suggestions', 'result')}`;
/** True of a conversation `c` that holds every word of a JSON array, each in its title or any turn. */
const holdsEveryWord = `not exists (
  select 1 from json_each(?) as word
  where instr(c.title_searched, word.value) = 0 and not exists (
    select 1 from turns as t where t.conversation_id = c.id and instr(t.searched, word.value) > 0))`;

/**
 * Opens or makes the file; its folder must exist. Turns that a process left `answering` when it died
 * become `interrupted`. A turn of which the stored answer is damaged is shown as `failed` in its
 * conversation; asked for by itself it is a ConversationCorruptError.
 *
 * @throws ConfigError when the file is no database of ours, or a newer Groundwork's
 * @throws LockedError when another process keeps writing to it
 */
export function openSqliteConversations(
  file: string,
  { now = () => new Date(), newId = randomUUID }: SqliteConversationsOptions = {},
): ConversationStore {
  const database = openDatabase(file);
  // Statements are read to their end with all(): get() leaves them open, and adds keys of its own.
  const listAll = database.prepare(
    `select ${conversationColumns},
       (select count(*) from turns where conversation_id = c.id) as turns
     from conversations as c where ${holdsEveryWord}
     order by c.updated_at desc, c.id limit ${MAX_LISTED}`,
  );
  const findSaid = database.prepare(
    `select ${textsAs('said')} from turns where conversation_id = ? and exists (
       select 1 from json_each(?) as word where instr(searched, word.value) > 0)
     order by ordinal limit 1`,
  );
  const findConversation = database.prepare(
    `select ${conversationColumns} from conversations where id = ?`,
  );
  const listTurns = database.prepare(
    `select ${turnColumns} from turns where conversation_id = ? order by ordinal`,
  );
  const findTurn = database.prepare(`select ${turnColumns} from turns where id = ?`);
  const findEvidence = database.prepare(`select ${textsAs('evidence')} from turns where id = ?`);
  const listBefore = database.prepare(
    `select ${turnColumns} from turns
     where conversation_id = ? and ordinal < ? and state = 'answered' order by ordinal desc`,
  );
  const insertConversation = database.prepare(
    'insert into conversations (id, title, title_searched, created_at, updated_at) values (?, ?, ?, ?, ?)',
  );
  const touch = database.prepare('update conversations set updated_at = ? where id = ?');
  const setTitle = database.prepare(
    'update conversations set title = ?, title_searched = ? where id = ?',
  );
  const removeConversation = database.prepare('delete from conversations where id = ?');
  const removeFrom = database.prepare(
    'delete from turns where conversation_id = ? and ordinal >= ?',
  );
  const insertTurn = database.prepare(
    `insert into turns (id, conversation_id, ordinal, question, state, created_at, sources, suggestions, said, searched)
     values (?, ?, (select coalesce(max(ordinal), 0) + 1 from turns where conversation_id = ?), ?,
       'answering', ?, ?, '[]', ?, ?)`,
  );
  const setAnswer = database.prepare(
    `update turns set state = 'answered', error = null, suggestions = ?, said = ?, searched = ?,
       result = ?, evidence = ? where id = ?`,
  );
  const settle = database.prepare(
    `update turns set state = ?, error = ? where id = ? and state = 'answering'`,
  );
  database.exec(`update turns set state = 'interrupted' where state = 'answering'`);

  function conversationOf(id: string): z.infer<typeof conversationRow> {
    const [row] = z.array(conversationRow).parse(findConversation.all(id));
    if (!row) throw new NotFoundError(`There is no conversation "${storableText(id)}".`);
    return row;
  }

  function turnOf(id: string): TurnRow {
    const [row] = z.array(turnRow).parse(findTurn.all(id));
    if (!row) throw new NotFoundError(`There is no turn "${storableText(id)}".`);
    return row;
  }

  function summarise(
    row: z.infer<typeof summaryRow>,
    words: readonly string[],
  ): ConversationSummary {
    const { created_at: createdAt, updated_at: updatedAt, ...summary } = row;
    let excerpt: string | null = null;
    if (words.length > 0) {
      const said = z
        .array(z.object({ said: text }))
        .parse(findSaid.all(row.id, JSON.stringify(words)));
      excerpt = excerptOf(said[0]?.said ?? row.title, words);
    }
    return { ...summary, createdAt, updatedAt, excerpt };
  }

  /** Throws away what gives way to a question, and says whether the title came of its first. */
  function giveWay(conversationId: string, replaced: string, title: string): boolean {
    const turn = turnOf(replaced);
    if (turn.conversation_id !== conversationId) {
      throw new NotFoundError(`There is no turn "${storableText(replaced)}" in this conversation.`);
    }
    removeFrom.run(conversationId, turn.ordinal);
    return turn.ordinal === 1 && title === titleOf(turn.question);
  }

  return {
    list(search) {
      const words = searchWords(search);
      return z
        .array(summaryRow)
        .parse(listAll.all(JSON.stringify(words)))
        .map((row) => summarise(row, words));
    },
    conversation(id): StoredConversation {
      const { created_at: createdAt, updated_at: updatedAt, ...row } = conversationOf(id);
      const turns = z.array(turnRow).parse(listTurns.all(id));
      return {
        ...row,
        createdAt,
        updatedAt,
        turns: turns.map((turn) => readTurn(turn) ?? damagedTurn(turn)),
      };
    },
    turn(id): StoredTurnDetail {
      const turn = readTurn(turnOf(id));
      const [row] = z.array(evidenceRow).parse(findEvidence.all(id));
      if (turn && !turn.result) return { ...turn, answered: null };
      const evidence = parseColumn(evidenceSchema, row?.evidence ?? '');
      if (!turn?.result || !evidence) {
        throw new ConversationCorruptError(
          `The stored answer of turn "${id}" is damaged; ask the question again, or restore the file of conversations from a backup.`,
        );
      }
      return { ...turn, answered: joinAnswered(turn.result, evidence) };
    },
    begin: (turn) => database.transaction(beginTurn).immediate(turn),
    turnsBefore(turnId, count) {
      const { conversation_id: conversationId, ordinal } = turnOf(turnId);
      return z
        .array(turnRow)
        .parse(listBefore.all(conversationId, ordinal))
        .flatMap((row) => readTurn(row) ?? [])
        .slice(0, Math.max(0, count))
        .reverse();
    },
    answer: (turnId, answered, suggestions) =>
      database
        .transaction(() => {
          const { conversation_id: conversationId, question } = turnOf(turnId);
          const { result, evidence } = splitAnswered(answered);
          const said = textOfTurn(question, answered.answer);
          setAnswer.run(
            JSON.stringify(suggestions),
            said,
            foldCase(said),
            JSON.stringify(result),
            JSON.stringify(evidence),
            turnId,
          );
          touch.run(now().toISOString(), conversationId);
          const row = turnOf(turnId);
          return readTurn(row) ?? damagedTurn(row);
        })
        .immediate(),
    fail(turnId, message) {
      turnOf(turnId);
      settle.run('failed', storableText(message), turnId);
    },
    interrupt(turnId) {
      turnOf(turnId);
      settle.run('interrupted', null, turnId);
    },
    rename(id, title) {
      conversationOf(id);
      const storable = storableText(title);
      setTitle.run(storable, foldCase(storable), id);
    },
    remove(id) {
      conversationOf(id);
      removeConversation.run(id);
    },
    close() {
      database.close();
    },
  };

  function beginTurn(turn: BeginTurn): StoredTurn {
    const { conversation, replaceFrom } = turn;
    const question = storableText(turn.question);
    const sources = (turn.sources ?? []).map(storableText);
    const moment = now().toISOString();
    const title = titleOf(question);
    let conversationId = conversation;
    if (conversation === 'new') {
      conversationId = newId();
      insertConversation.run(conversationId, title, foldCase(title), moment, moment);
    }
    const current = conversationOf(conversationId);
    if (replaceFrom !== undefined && giveWay(conversationId, replaceFrom, current.title)) {
      setTitle.run(title, foldCase(title), conversationId);
    }
    const id = newId();
    const searched = foldCase(question);
    insertTurn.run(
      id,
      conversationId,
      conversationId,
      question,
      moment,
      JSON.stringify(sources),
      question,
      searched,
    );
    touch.run(moment, conversationId);
    return {
      id,
      conversationId,
      question,
      state: 'answering',
      error: null,
      createdAt: moment,
      sources,
      suggestions: [],
      result: null,
    };
  }
}

/** The turn of a row; undefined where a column of it cannot be read. */
function readTurn(row: TurnRow): StoredTurn | undefined {
  const sources = parseColumn(textsSchema, row.sources);
  const suggestions = parseColumn(textsSchema, row.suggestions);
  const result = row.result === null ? null : parseColumn(resultSchema, row.result);
  const whole = row.state !== 'answered' || result !== null;
  if (sources === undefined || suggestions === undefined || result === undefined || !whole)
    return undefined;
  const { id, conversation_id: conversationId, question, state, error } = row;
  return {
    id,
    conversationId,
    question,
    state,
    error,
    createdAt: row.created_at,
    sources,
    suggestions,
    result,
  };
}

function damagedTurn(row: TurnRow): StoredTurn {
  return {
    id: row.id,
    conversationId: row.conversation_id,
    question: row.question,
    state: 'failed',
    error: 'The stored answer is damaged and cannot be shown; ask the question again.',
    createdAt: row.created_at,
    sources: parseColumn(textsSchema, row.sources) ?? [],
    suggestions: [],
    result: null,
  };
}
