import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import type { ConversationStore } from '../../src/conversations/contract.ts';
import { NotFoundError } from '../../src/errors.ts';
import { answeredQuestion } from '../fakes/answered-question.ts';

export interface StoreOptions {
  readonly now: () => Date;
  readonly newId: () => string;
}

/** What every store of conversations keeps to. `open` gives an empty one that goes with the test. */
export function describeConversationStore(
  name: string,
  open: (options: StoreOptions) => ConversationStore,
): void {
  describe(name, () => {
    let store: ConversationStore;
    let minute: number;

    beforeEach(() => {
      minute = 0;
      let ids = 0;
      store = open({
        now: () => new Date(Date.UTC(2026, 0, 1, 0, minute)),
        newId: () => `id-${String(++ids).padStart(4, '0')}`,
      });
      return () => store.close();
    });

    const ask = (question: string, conversation = 'new') => {
      minute += 1;
      return store.begin({ conversation, question });
    };
    const titles = (search = '') => store.list(search).map(({ title }) => title);

    it('is empty at first', () => {
      expect(store.list('')).toEqual([]);
      expect(store.list('anything')).toEqual([]);
    });

    it('opens a conversation titled after its question', () => {
      const turn = ask('What is\n a  learning rate?');
      expect(turn).toEqual({
        id: turn.id,
        conversationId: turn.conversationId,
        question: 'What is\n a  learning rate?',
        state: 'answering',
        error: null,
        createdAt: '2026-01-01T00:01:00.000Z',
        sources: [],
        suggestions: [],
        result: null,
      });
      expect(store.conversation(turn.conversationId)).toEqual({
        id: turn.conversationId,
        title: 'What is a learning rate?',
        createdAt: '2026-01-01T00:01:00.000Z',
        updatedAt: '2026-01-01T00:01:00.000Z',
        turns: [turn],
      });
      expect(store.turn(turn.id)).toEqual({ ...turn, answered: null });
    });

    it('keeps which sources a question is asked of, whatever comes of it', () => {
      const sources = ['notes/', 'a "quoted" name.md'];
      const turn = store.begin({ conversation: 'new', question: 'Where?', sources });
      expect(turn.sources).toEqual(sources);
      store.interrupt(turn.id);
      expect(store.turn(turn.id).sources).toEqual(sources);
    });

    it('keeps an answer, its evidence with the turn alone', () => {
      const { id, conversationId } = ask('Why does it diverge?');
      minute = 9;
      const plain = answeredQuestion();
      const answered = { ...plain, mode: { ...plain.mode, sources: ['notes/'] } };
      const turn = store.answer(id, answered, ['What is momentum?']);
      const { answer, mode, confidence } = answered;
      expect(turn).toMatchObject({ id, state: 'answered', suggestions: ['What is momentum?'] });
      expect(turn.result).toEqual({ answer, mode, confidence, totalMs: 4 });
      expect(turn).not.toHaveProperty('answered');
      expect(store.conversation(conversationId)).toMatchObject({
        turns: [turn],
        updatedAt: '2026-01-01T00:09:00.000Z',
      });
      expect(store.turn(id)).toEqual({ ...turn, answered });
    });

    it('lists the conversations by their last question or answer, ties by id', () => {
      const first = ask('first');
      ask('second');
      expect(titles()).toEqual(['second', 'first']);
      minute += 1;
      store.answer(first.id, answeredQuestion(), []);
      expect(titles()).toEqual(['first', 'second']);
      store.begin({ conversation: 'new', question: 'third' });
      expect(titles()).toEqual(['first', 'third', 'second']);
    });

    it('lists at most 200', () => {
      for (let at = 0; at < 205; at += 1) ask(`question ${at}`);
      expect(titles()).toHaveLength(200);
      expect(titles()[0]).toBe('question 204');
    });

    it('counts the turns of a conversation, and says no excerpt without a search', () => {
      const { conversationId } = ask('one');
      ask('two', conversationId);
      expect(store.list('')).toMatchObject([{ turns: 2, excerpt: null }]);
    });

    it('keeps the turns in the order they were asked', () => {
      const { conversationId } = ask('one');
      ask('two', conversationId);
      ask('three', conversationId);
      const questions = store.conversation(conversationId).turns.map(({ question }) => question);
      expect(questions).toEqual(['one', 'two', 'three']);
    });

    it('lets a turn and those after it give way to a question', () => {
      const { conversationId } = ask('one');
      const second = ask('two', conversationId);
      const third = ask('three', conversationId);
      const turn = store.begin({
        conversation: conversationId,
        question: '2',
        replaceFrom: second.id,
      });
      const { turns, title } = store.conversation(conversationId);
      expect(turns.map(({ question }) => question)).toEqual(['one', '2']);
      expect(turns[1]).toEqual(turn);
      expect(title).toBe('one');
      expect(() => store.turn(second.id)).toThrow(NotFoundError);
      expect(() => store.turn(third.id)).toThrow(NotFoundError);
    });

    it('titles a conversation anew when its first question gives way, but not a renamed one', () => {
      const first = ask('one');
      const conversation = first.conversationId;
      const next = store.begin({ conversation, question: 'uno', replaceFrom: first.id });
      expect(titles()).toEqual(['uno']);
      store.rename(conversation, 'Numbers');
      store.begin({ conversation, question: 'eins', replaceFrom: next.id });
      expect(titles()).toEqual(['Numbers']);
    });

    it('changes nothing when the turn that gives way is of another conversation', () => {
      const foreign = ask('one');
      const own = ask('two');
      const conversation = own.conversationId;
      for (const target of [conversation, 'new', 'nowhere']) {
        expect(() =>
          store.begin({ conversation: target, question: 'x', replaceFrom: foreign.id }),
        ).toThrow(NotFoundError);
      }
      expect(() => store.begin({ conversation, question: 'x', replaceFrom: 'nothing' })).toThrow(
        NotFoundError,
      );
      expect(store.list('').map(({ turns }) => turns)).toEqual([1, 1]);
      expect(store.turn(foreign.id).state).toBe('answering');
    });

    it('keeps what failed and what was interrupted, but never over an answer', () => {
      const failed = ask('one');
      store.fail(failed.id, 'The model does not answer.');
      expect(store.turn(failed.id)).toMatchObject({
        state: 'failed',
        error: 'The model does not answer.',
        answered: null,
      });
      const left = ask('two');
      store.interrupt(left.id);
      expect(store.turn(left.id)).toMatchObject({ state: 'interrupted', error: null });
      const whole = ask('three');
      store.answer(whole.id, answeredQuestion(), []);
      store.interrupt(whole.id);
      store.fail(whole.id, 'late');
      expect(store.turn(whole.id)).toMatchObject({ state: 'answered', error: null });
    });

    it('gives the answered turns before one, oldest first, at most as many as asked for', () => {
      const first = ask('one');
      const conversation = first.conversationId;
      store.answer(first.id, answeredQuestion(), []);
      store.interrupt(ask('two', conversation).id);
      for (const question of ['three', 'four']) {
        store.answer(ask(question, conversation).id, answeredQuestion(), []);
      }
      const last = ask('five', conversation);
      const earlier = (count: number) =>
        store.turnsBefore(last.id, count).map((turn) => turn.question);
      expect(earlier(10)).toEqual(['one', 'three', 'four']);
      expect(earlier(2)).toEqual(['three', 'four']);
      expect(earlier(0)).toEqual([]);
      expect(store.turnsBefore(first.id, 10)).toEqual([]);
    });

    it('renames without moving the conversation up', () => {
      const { conversationId } = ask('one');
      ask('two');
      minute += 1;
      store.rename(conversationId, 'Δικός μου');
      expect(titles()).toEqual(['two', 'Δικός μου']);
      expect(titles('ΔΙΚΌΣ')).toEqual(['Δικός μου']);
    });

    it('removes a conversation with its turns', () => {
      const gone = ask('one');
      const kept = ask('two');
      store.remove(gone.conversationId);
      expect(titles()).toEqual(['two']);
      expect(() => store.turn(gone.id)).toThrow(NotFoundError);
      expect(() => store.conversation(gone.conversationId)).toThrow(NotFoundError);
      expect(store.turn(kept.id).question).toBe('two');
    });

    it('says NotFoundError for every name that is none', () => {
      for (const call of [
        () => store.conversation('x'),
        () => store.turn('x'),
        () => store.begin({ conversation: 'x', question: 'q' }),
        () => store.turnsBefore('x', 3),
        () => store.answer('x', answeredQuestion(), []),
        () => store.fail('x', 'm'),
        () => store.interrupt('x'),
        () => store.rename('x', 't'),
        () => store.remove('x'),
      ]) {
        expect(call).toThrow(NotFoundError);
      }
    });

    it('finds every word in title, questions or answers, whatever its case', () => {
      const turn = ask('Wie groß ist der SCHRITT?');
      store.answer(turn.id, answeredQuestion(), []);
      ask('Ünder ÉTÉ 100%', turn.conversationId);
      ask('something else');
      for (const query of ['schritt', 'DIVERGES groß', 'été schritt', 'ünder ÜNDER', '100% wie']) {
        expect(titles(query)).toEqual(['Wie groß ist der SCHRITT?']);
      }
      for (const query of ['schritt nowhere', '_ieh', 'w%e', '\\'])
        expect(titles(query)).toEqual([]);
    });

    it('takes per cent signs, underscores and backslashes by the letter', () => {
      ask('100% of a_b \\ c');
      ask('1000 of axb');
      for (const query of ['0%', 'a_b', '\\']) expect(titles(query)).toEqual(['100% of a_b \\ c']);
    });

    it('shows the words around the first hit', () => {
      const { id } = ask(`${'lorem '.repeat(60)}needle${' ipsum'.repeat(60)}`);
      store.answer(id, answeredQuestion(), []);
      const [{ excerpt } = { excerpt: null }] = store.list('NEEDLE');
      expect(excerpt).toMatch(/^….*lorem needle ipsum.*…$/);
      expect(excerpt?.length).toBeLessThanOrEqual(122);
      expect(store.list('diverges')[0]?.excerpt).toMatch(/^….*step that is too large diverges\.$/);
    });

    it('shows the title where only that was hit', () => {
      store.rename(ask('one').conversationId, 'Numbers');
      expect(store.list('numb')).toMatchObject([{ excerpt: 'Numbers' }]);
    });

    it('keeps any question as it is, but for what no database text can hold', () => {
      fc.assert(
        fc.property(fc.string({ unit: 'binary' }), (question) => {
          const { id } = ask(question);
          const kept = question.toWellFormed().replaceAll('\0', '\uFFFD');
          expect(store.turn(id).question).toBe(kept);
        }),
        { numRuns: 60 },
      );
      expect(store.turn(ask('a\0b\uD800').id).question).toBe('a\uFFFDb\uFFFD');
    });

    it('takes any search, and finds what contains it', () => {
      const unit = fc.oneof(
        fc.constantFrom('%', '_', '\\', 'İ', 'ς', 'Σ', 'ß', '\0', '"', "'", '𝒳', '\uD800', ' '),
        fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }),
      );
      const text = fc.array(unit, { maxLength: 12 }).map((parts) => parts.join(''));
      fc.assert(
        fc.property(text, text, text, text, (before, search, after, other) => {
          const { conversationId } = ask(
            `${before.toWellFormed()}${search}${after.toWellFormed()}`,
          );
          expect(() => store.list(other)).not.toThrow();
          const found = store.list(search).find(({ id }) => id === conversationId);
          expect(found?.id).toBe(conversationId);
          expect(found?.excerpt?.isWellFormed() ?? true).toBe(true);
          store.remove(conversationId);
        }),
        { numRuns: 300 },
      );
      expect(() => store.list(`${'x'.repeat(100_000)} ${'y '.repeat(5_000)}`)).not.toThrow();
    });
  });
}
