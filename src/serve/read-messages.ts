/** The messages of a chat client -> the question, which is the last, and what was said before it. */
import { UserInputError } from '../errors.ts';
import { checkQuestion } from '../pipeline-contract.ts';
import type { Turn } from '../types.ts';

const maxHistory = 50;
const maxHistoryChars = 20_000;

export interface ReadMessage {
  readonly role: string;
  readonly text: string;
}

/**
 * Only what the user and the assistant said is history: its latest 50 turns, each up to its first
 * 20,000 characters.
 *
 * @throws UserInputError when the last message is not the user's, is empty or is too long
 */
export function readMessages(messages: readonly ReadMessage[]): {
  question: string;
  history: Turn[];
} {
  const last = messages.at(-1);
  if (last === undefined) throw new UserInputError('There is no question in the messages.');
  if (last.role !== 'user') {
    throw new UserInputError(
      `The last message is of role "${last.role}"; the question must come last, of role "user".`,
    );
  }
  const history = messages.slice(0, -1).flatMap(({ role, text: whole }): Turn[] => {
    const text = whole.slice(0, maxHistoryChars);
    return (role === 'user' || role === 'assistant') && text !== '' ? [{ role, text }] : [];
  });
  return { question: checkQuestion(last.text), history: history.slice(-maxHistory) };
}
