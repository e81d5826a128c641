/** Why an answer that declines has no words to show, or none to check. */
import type { ChatResponse } from '../../../src/serve/contract.ts';
import type { Account } from './read-trace.ts';

/** undefined for an answer that was given. */
export function missingWords(
  { answer }: ChatResponse,
  { gate, parts, writing }: Account,
): string | undefined {
  if (answer.status !== 'declined') return undefined;
  if (writing?.declined) return 'The model declined, so there is nothing to check.';
  if (writing !== undefined) {
    return 'Nothing to check: the model took back every sentence whose quotation was not found.';
  }
  if (gate?.answerable) return 'No sentence of the passages says enough to be quoted.';
  return parts === undefined
    ? 'Not reached: the gate declined before a word was written.'
    : 'Not reached: neither the question as a whole nor any of its parts was found in the notes.';
}
