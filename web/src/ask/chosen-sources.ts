/**
 * Which sources the next question of each conversation is asked of: as the reader chose on this page,
 * else those of its last question. They outlive the view. No name stands for all sources.
 */
import { useSyncExternalStore } from 'react';
import type { Turn } from '../../../src/serve/contract.ts';
import { createListeners } from '../ui/listeners.ts';

export type SourceNames = readonly string[];

const chosen = new Map<string, SourceNames>();
const { subscribe, tell } = createListeners();
const all: SourceNames = [];

/** @param turns those of the conversation, in order */
export function sourcesFor(conversation: string, turns: readonly Turn[]): SourceNames {
  return chosen.get(conversation) ?? turns.at(-1)?.sources ?? all;
}

export function useSources(conversation: string, turns: readonly Turn[]): SourceNames {
  return useSyncExternalStore(subscribe, () => sourcesFor(conversation, turns));
}

export function chooseSources(conversation: string, names: SourceNames): void {
  chosen.set(conversation, names);
  tell();
}

/** What was chosen for a conversation that has got its id goes along. */
export function moveChosen(from: string, to: string): void {
  const names = chosen.get(from);
  if (names !== undefined) chosen.set(to, names);
  forgetChosen(from);
}

export function forgetChosen(conversation: string): void {
  if (chosen.delete(conversation)) tell();
}
