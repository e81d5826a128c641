/**
 * Answers on their way. They live outside the views, so that looking at a source or another
 * conversation does not end them.
 */
import { useSyncExternalStore } from 'react';
import type { Citation, Statement, Turn } from '../../../src/serve/contract.ts';
import { type ChatRequest, readChatStream } from '../api/chat-stream.ts';
import { heavyPartsOf, loadHeavyParts } from '../markdown/heavy-plugins.ts';
import { createListeners } from '../ui/listeners.ts';
import type { SourceNames } from './chosen-sources.ts';

/** One question and what has come of its answer. */
export interface LiveTurn {
  readonly question: string;
  readonly replaceFrom: string | undefined;
  /** What alone is asked; none for all. */
  readonly sources: SourceNames;
  /** The step that the server is at. */
  readonly step: string | undefined;
  readonly statements: readonly Statement[];
  readonly citations: readonly Citation[];
  /** Set once it ended badly; the question can be asked again. */
  readonly error: Error | undefined;
}

export interface AskingEvents {
  /** The server has stored the question. */
  readonly onStored: (conversationId: string) => void;
  readonly onAnswered: (turn: Turn) => void;
  /** It ended without an answer: stopped, cut or failed. */
  readonly onEnded: (conversationId: string) => void;
}

/** Shown where the question was stopped before the server had it. */
const stoppedEarly = 'Stopped. The question is kept here; ask it again or write another one.';

/** Key of the conversation that has no id yet. */
export const newConversation = 'new';

const live = new Map<string, LiveTurn>();
const stops = new Map<string, AbortController>();
const { subscribe, tell } = createListeners();

export function useLiveTurn(conversation: string): LiveTurn | undefined {
  return useSyncExternalStore(subscribe, () => live.get(conversation));
}

/** Ends the answer; what the server has stored says `interrupted`. */
export function stopAsking(conversation: string): void {
  stops.get(conversation)?.abort();
}

/** Lets a failed question go. */
export function forgetLive(conversation: string): void {
  if (live.delete(conversation)) tell();
}

/** Asks, unless the conversation is being answered already. Settles when it has ended. */
export async function ask(request: ChatRequest, events: AskingEvents): Promise<void> {
  let key = request.conversation;
  /** The server has stored the question. */
  let begun = false;
  if (stops.has(key)) return;
  const stop = new AbortController();
  stops.set(key, stop);
  let turn: LiveTurn = {
    question: request.question,
    replaceFrom: request.replaceFrom,
    sources: request.sources ?? [],
    step: undefined,
    statements: [],
    citations: [],
    error: undefined,
  };
  const update = (change: Partial<LiveTurn>): void => {
    turn = { ...turn, ...change };
    live.set(key, turn);
    tell();
  };
  const end = (): void => {
    live.delete(key);
    stops.delete(key);
    tell();
  };
  update({});
  try {
    for await (const part of readChatStream(request, stop.signal)) {
      if (part.type === 'start' && part.messageMetadata) {
        const { conversationId } = part.messageMetadata;
        begun = true;
        end();
        key = conversationId;
        stops.set(key, stop);
        update({});
        events.onStored(conversationId);
      } else if (part.type === 'data-progress') update({ step: part.data.step });
      else if (part.type === 'data-citation') update({ citations: [...turn.citations, part.data] });
      else if (part.type === 'data-statement') {
        // What sets formulas is there before the first of them: nothing moves afterwards.
        await loadHeavyParts(heavyPartsOf(part.data.statement.text));
        update({ statements: [...turn.statements, part.data.statement] });
      } else if (part.type === 'data-turn') {
        events.onAnswered(part.data);
      } else if (part.type === 'error') throw new Error(part.errorText);
    }
    end();
  } catch (error) {
    stops.delete(key);
    if (stop.signal.aborted && begun) end();
    else update({ error: stop.signal.aborted ? new Error(stoppedEarly) : asError(error) });
    if (begun) events.onEnded(key);
  }
}

function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}
