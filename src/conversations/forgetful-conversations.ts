/** A store that keeps nothing and finds nothing: for a demo that anyone may ask. */
import { NotFoundError } from '../errors.ts';
import type { ConversationStore } from './contract.ts';

export function createForgetfulConversations(): ConversationStore {
  const nothing = (): never => {
    throw new NotFoundError('Nothing is kept here: this is a demo.');
  };
  return {
    list: () => [],
    conversation: nothing,
    turn: nothing,
    begin: nothing,
    turnsBefore: nothing,
    answer: nothing,
    fail: nothing,
    interrupt: nothing,
    rename: nothing,
    remove: nothing,
    close: () => undefined,
  };
}
