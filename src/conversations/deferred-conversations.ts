/** A store that opens after the server listens: what reads it is loaded while the first page is fetched. */
import { StartingError } from '../errors.ts';
import type { ConversationStore } from './contract.ts';

export interface DeferredConversations extends ConversationStore {
  open(store: ConversationStore): void;
}

/** Until it is opened, every method but `close` throws a StartingError. */
export function deferConversations(): DeferredConversations {
  let opened: ConversationStore | undefined;
  const store = (): ConversationStore => {
    if (opened === undefined) {
      throw new StartingError('The conversations are being opened; ask again in a moment.');
    }
    return opened;
  };
  return {
    open: (next) => {
      opened = next;
    },
    list: (search) => store().list(search),
    conversation: (id) => store().conversation(id),
    turn: (id) => store().turn(id),
    begin: (turn) => store().begin(turn),
    turnsBefore: (turnId, count) => store().turnsBefore(turnId, count),
    answer: (turnId, answered, suggestions) => store().answer(turnId, answered, suggestions),
    fail: (turnId, message) => store().fail(turnId, message),
    interrupt: (turnId) => store().interrupt(turnId),
    rename: (id, title) => store().rename(id, title),
    remove: (id) => store().remove(id),
    close: () => opened?.close(),
  };
}
