/** Who is to write the next answers, as the reader chose; the server's own setting unless chosen. */
import { useSyncExternalStore } from 'react';
import type { Answerer } from '../api/chat-stream.ts';
import { createListeners } from '../ui/listeners.ts';

let chosen: Answerer | undefined;
const { subscribe, tell } = createListeners();

export function writer(): Answerer | undefined {
  return chosen;
}

export function useWriter(): [Answerer | undefined, (next: Answerer | undefined) => void] {
  const now = useSyncExternalStore(subscribe, writer);
  const choose = (next: Answerer | undefined) => {
    chosen = next;
    tell();
  };
  return [now, choose];
}
