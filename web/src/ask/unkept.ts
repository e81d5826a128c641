/**
 * Answers that the server does not keep, as in a demo: they stand on this page until it is left or
 * another conversation is begun.
 */
import { useSyncExternalStore } from 'react';
import type { Conversation, Turn } from '../../../src/serve/contract.ts';
import type { ChatRequest } from '../api/chat-stream.ts';
import { createListeners } from '../ui/listeners.ts';

const prefix = 'unkept-';
/** As many as the server reads of a conversation that it keeps. */
const turnsOfHistory = 10;

let conversation: Conversation | undefined;
let made = 0;
const { subscribe, tell } = createListeners();

export function useUnkept(): Conversation | undefined {
  return useSyncExternalStore(subscribe, () => conversation);
}

export function unkeptTurns(): readonly Turn[] {
  return conversation?.turns ?? [];
}

export function isUnkept(turnId: string): boolean {
  return turnId.startsWith(prefix);
}

export function addUnkept(turn: Turn): void {
  made += 1;
  const { createdAt } = turn;
  const turns = [...(conversation?.turns ?? []), { ...turn, id: `${prefix}${made}` }];
  const before = conversation ?? { id: '', title: turn.question, createdAt };
  change({ ...before, updatedAt: createdAt, turns });
}

/** Takes the turn away, with all after it. */
export function cutUnkept(turnId: string): void {
  if (conversation === undefined) return;
  const at = conversation.turns.findIndex(({ id }) => id === turnId);
  if (at !== -1) change({ ...conversation, turns: conversation.turns.slice(0, at) });
}

export function forgetUnkept(): void {
  change(undefined);
}

/** What the next question follows on. */
export function unkeptHistory(): NonNullable<ChatRequest['history']> {
  return unkeptTurns()
    .slice(-turnsOfHistory)
    .flatMap(({ question, result }) =>
      result === null
        ? []
        : [
            { role: 'user' as const, text: question },
            { role: 'assistant' as const, text: result.answer.text.slice(0, 20_000) },
          ],
    );
}

function change(next: Conversation | undefined): void {
  conversation = next;
  tell();
}
