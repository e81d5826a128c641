/** One question from its arrival to its end, stored or not: the chat route need not know which. */
import type { ConversationStore, StoredTurn } from '../conversations/contract.ts';
import type { AnsweredQuestion, Turn as HistoryTurn } from '../types.ts';
import { type StartMetadata, type Turn, turnSchema } from './contract.ts';
import type { ReadQuestion } from './read-question.ts';

export interface OpenTurn {
  /** Where it is stored; undefined when it is not. */
  readonly stored: StartMetadata | undefined;
  /** What was said before, oldest first. */
  readonly history: readonly HistoryTurn[];
  /** Ends the turn as answered, and gives it as the page shows it. */
  answer(answered: AnsweredQuestion, suggestions: readonly string[]): Turn;
  /** @param message what may be shown to the asker */
  fail(message: string): void;
  interrupt(): void;
}

const turnsOfHistory = 10;

/**
 * Stores the question, where that was asked for, before anything is done about it.
 *
 * @throws NotFoundError when the conversation, or the turn to replace, does not exist
 */
export function openTurn(
  conversations: ConversationStore,
  asked: ReadQuestion,
  now: () => Date,
): OpenTurn {
  const { question, sources, stored } = asked;
  if (stored === undefined) return openUnstored(asked, now().toISOString());
  const { id, conversationId } = conversations.begin({ question, sources, ...stored });
  return {
    stored: { conversationId, turnId: id },
    history: conversations.turnsBefore(id, turnsOfHistory).flatMap(readHistory),
    answer: (answered, suggestions) => showTurn(conversations.answer(id, answered, suggestions)),
    fail: (message) => conversations.fail(id, message),
    interrupt: () => conversations.interrupt(id),
  };
}

function openUnstored(
  { question, history, sources = [] }: ReadQuestion,
  createdAt: string,
): OpenTurn {
  return {
    stored: undefined,
    history,
    answer: ({ answer, mode, confidence, trace }, suggestions) =>
      showTurn({
        id: '',
        conversationId: '',
        question,
        state: 'answered',
        error: null,
        createdAt,
        sources,
        suggestions,
        result: { answer, mode, confidence, totalMs: trace.totalMs },
      }),
    fail: () => undefined,
    interrupt: () => undefined,
  };
}

function readHistory({ question, result }: StoredTurn): HistoryTurn[] {
  if (result === null) return [];
  return [
    { role: 'user', text: question },
    { role: 'assistant', text: result.answer.text },
  ];
}

/** Just answered, so none of its sources can have changed. */
function showTurn(turn: StoredTurn): Turn {
  return turnSchema.parse({ ...turn, changedSources: [] });
}
