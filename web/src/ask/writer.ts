/** Who is to write the next answers, as the reader chose; the server's own setting unless chosen. */
import { useSyncExternalStore } from 'react';
import type { Answerer } from '../api/chat-stream.ts';

let chosen: Answerer | undefined;
const listeners = new Set<() => void>();

export function writer(): Answerer | undefined {
  return chosen;
}

export function useWriter(): [Answerer | undefined, (next: Answerer | undefined) => void] {
  const now = useSyncExternalStore((listener) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  }, writer);
  const choose = (next: Answerer | undefined) => {
    chosen = next;
    for (const listener of listeners) listener();
  };
  return [now, choose];
}
