/** A store of conversations that forgets, in the plainest code that keeps the contract. */
import { randomUUID } from 'node:crypto';
import type {
  BeginTurn,
  ConversationStore,
  StoredConversation,
  StoredTurn,
  StoredTurnDetail,
} from '../../src/conversations/contract.ts';
import {
  excerptOf,
  foldCase,
  searchWords,
  textOfTurn,
} from '../../src/conversations/search-words.ts';
import { storableText } from '../../src/conversations/storable-text.ts';
import { splitAnswered } from '../../src/conversations/stored-answer.ts';
import { titleOf } from '../../src/conversations/title-of.ts';
import { NotFoundError } from '../../src/errors.ts';

type Mutable<Type> = { -readonly [Key in keyof Type]: Type[Key] };
type Entry = Mutable<Omit<StoredConversation, 'turns'>> & { turns: Mutable<StoredTurnDetail>[] };

/** What JSON keeps of a value, as a store on disk gives it back. */
const copy = <Value>(value: Value): Value => JSON.parse(JSON.stringify(value));

function withoutEvidence({ answered: _, ...turn }: StoredTurnDetail): StoredTurn {
  return copy(turn);
}

export function createMemoryConversations({
  now = () => new Date(),
  newId = randomUUID,
}: {
  readonly now?: () => Date;
  readonly newId?: () => string;
} = {}): ConversationStore {
  let entries: Entry[] = [];

  const entryOf = (id: string): Entry => {
    const entry = entries.find((one) => one.id === id);
    if (!entry) throw new NotFoundError(`There is no conversation "${id}".`);
    return entry;
  };
  const turnOf = (id: string) => {
    const turn = entries.flatMap(({ turns }) => turns).find((one) => one.id === id);
    if (!turn) throw new NotFoundError(`There is no turn "${id}".`);
    return turn;
  };
  const settle = (id: string, state: 'failed' | 'interrupted', error: string | null) => {
    const turn = turnOf(id);
    if (turn.state === 'answering') Object.assign(turn, { state, error });
  };

  return {
    list(search) {
      const words = searchWords(search);
      const said = (turn: StoredTurn) => textOfTurn(turn.question, turn.result?.answer ?? null);
      const holds = (text: string) => words.filter((word) => foldCase(text).includes(word));
      return entries
        .filter(({ title, turns }) => {
          const found = [title, ...turns.map(said)].flatMap(holds);
          return words.every((word) => found.includes(word));
        })
        .sort(
          (left, right) =>
            right.updatedAt.localeCompare(left.updatedAt) || (left.id < right.id ? -1 : 1),
        )
        .slice(0, 200)
        .map(({ turns, ...summary }) => {
          const hit = turns.map(said).find((text) => holds(text).length > 0) ?? summary.title;
          const excerpt = words.length === 0 ? null : excerptOf(hit, words);
          return { ...summary, turns: turns.length, excerpt };
        });
    },
    conversation(id) {
      const { turns, ...entry } = entryOf(id);
      return { ...entry, turns: turns.map(withoutEvidence) };
    },
    turn: (id) => copy(turnOf(id)),
    begin({ conversation, question: asked, sources = [], replaceFrom }: BeginTurn) {
      const question = storableText(asked);
      const createdAt = now().toISOString();
      const opened: Entry = {
        id: '',
        title: titleOf(question),
        createdAt,
        updatedAt: createdAt,
        turns: [],
      };
      const entry = conversation === 'new' ? opened : entryOf(conversation);
      if (replaceFrom !== undefined) {
        const at = entry.turns.findIndex(({ id }) => id === replaceFrom);
        if (at === -1) throw new NotFoundError(`There is no turn "${replaceFrom}".`);
        if (at === 0 && entry.title === titleOf(entry.turns[0]!.question)) {
          entry.title = titleOf(question);
        }
        entry.turns.splice(at);
      }
      if (entry === opened) {
        entry.id = newId();
        entries.push(entry);
      }
      const turn: StoredTurnDetail = {
        id: newId(),
        conversationId: entry.id,
        question,
        state: 'answering',
        error: null,
        createdAt,
        sources: sources.map(storableText),
        suggestions: [],
        result: null,
        answered: null,
      };
      entry.turns.push(turn);
      entry.updatedAt = createdAt;
      return withoutEvidence(turn);
    },
    turnsBefore(turnId, count) {
      const { turns } = entryOf(turnOf(turnId).conversationId);
      const earlier = turns.slice(
        0,
        turns.findIndex(({ id }) => id === turnId),
      );
      const answered = earlier.filter(({ state }) => state === 'answered').reverse();
      return answered.slice(0, Math.max(0, count)).reverse().map(withoutEvidence);
    },
    answer(turnId, answered, suggestions) {
      const turn = turnOf(turnId);
      const { result } = splitAnswered(answered);
      const state = 'answered';
      Object.assign(turn, copy({ state, error: null, suggestions, result, answered }));
      entryOf(turn.conversationId).updatedAt = now().toISOString();
      return withoutEvidence(turn);
    },
    fail: (turnId, message) => settle(turnId, 'failed', storableText(message)),
    interrupt: (turnId) => settle(turnId, 'interrupted', null),
    rename(id, title) {
      entryOf(id).title = storableText(title);
    },
    remove(id) {
      const gone = entryOf(id);
      entries = entries.filter((one) => one !== gone);
    },
    close() {},
  };
}
