/** What is kept of the questions asked and their answers. */
import type { AnsweredQuestion } from '../types.ts';

export type TurnState = 'answering' | 'answered' | 'interrupted' | 'failed';

/** A turn without passages and trace. */
export interface StoredTurn {
  readonly id: string;
  readonly conversationId: string;
  readonly question: string;
  readonly state: TurnState;
  /** What to tell the reader; null unless `failed`. */
  readonly error: string | null;
  /** ISO 8601, UTC. */
  readonly createdAt: string;
  /** Names of what alone it is asked of; none for all. */
  readonly sources: readonly string[];
  readonly suggestions: readonly string[];
  /** Null until answered. */
  readonly result:
    | (Pick<AnsweredQuestion, 'answer' | 'mode' | 'confidence'> & { readonly totalMs: number })
    | null;
}

export interface StoredTurnDetail extends StoredTurn {
  readonly answered: AnsweredQuestion | null;
}

export interface ConversationSummary {
  readonly id: string;
  readonly title: string;
  readonly createdAt: string;
  readonly updatedAt: string;
  readonly turns: number;
  /** Some words around the first hit of a search; null without one. */
  readonly excerpt: string | null;
}

export interface StoredConversation extends Omit<ConversationSummary, 'turns' | 'excerpt'> {
  /** In the order they were asked. */
  readonly turns: readonly StoredTurn[];
}

export interface BeginTurn {
  /** `new` opens a conversation, titled after the question. */
  readonly conversation: string;
  readonly question: string;
  /** None unless given. */
  readonly sources?: readonly string[] | undefined;
  /** A turn of the conversation that gives way, with all after it. */
  readonly replaceFrom?: string | undefined;
}

/**
 * Conversations, newest first. Every method that names a conversation or turn throws a NotFoundError
 * when there is none. What a method has returned from is on disk.
 */
export interface ConversationStore {
  /**
   * At most 200, the last asked or answered first, ties by id.
   *
   * @param search words, each of which title, questions or answers must hold, whatever its case;
   *   empty lists all
   */
  list(search: string): ConversationSummary[];
  conversation(id: string): StoredConversation;
  turn(id: string): StoredTurnDetail;
  /**
   * Stores the question, state `answering`, before anything is done about it. Where the first
   * question gives way, the conversation is titled anew, unless it was renamed.
   */
  begin(turn: BeginTurn): StoredTurn;
  /** Earlier turns of its conversation, oldest first, at most `count`: the answered ones. */
  turnsBefore(turnId: string, count: number): StoredTurn[];
  /** Keeps the answer, also of a turn that was held for failed or interrupted. */
  answer(turnId: string, answered: AnsweredQuestion, suggestions: readonly string[]): StoredTurn;
  /** Changes a turn only while it is `answering`; so does `interrupt`. */
  fail(turnId: string, message: string): void;
  interrupt(turnId: string): void;
  /** Does not move the conversation up. */
  rename(id: string, title: string): void;
  remove(id: string): void;
  close(): void;
}
