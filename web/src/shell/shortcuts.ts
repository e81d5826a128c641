/** Keys that work anywhere on the page. Views add theirs while they are shown. */
import { useEffect, useRef, useSyncExternalStore } from 'react';
import { createListeners } from '../ui/listeners.ts';

export type Shortcuts = Readonly<Record<string, () => void>>;

/** What `?` lists. */
export const keyNames: readonly (readonly [key: string, meaning: string])[] = [
  ['/', 'Write a question'],
  ['n', 'New conversation'],
  ['Esc', 'Stop the answer, or close what is open'],
  [']', 'Next citation'],
  ['[', 'Previous citation'],
  ['w', 'See why: the trace of the latest answer'],
  ['l', 'Library'],
  ['e', 'Evaluation'],
  ['t', 'Light, dark or the system’s theme'],
  ['?', 'This list'],
];

const storageKey = 'groundwork.single-keys';
const { subscribe, tell } = createListeners();

function singleKeysOn(): boolean {
  try {
    return localStorage.getItem(storageKey) !== 'off';
  } catch {
    return true;
  }
}

/** Whether single letters are shortcuts; people who speak to their computer turn them off. */
export function useSingleKeys(): [on: boolean, setOn: (on: boolean) => void] {
  const on = useSyncExternalStore(subscribe, singleKeysOn);
  const setOn = (next: boolean) => {
    try {
      localStorage.setItem(storageKey, next ? 'on' : 'off');
    } catch {
      // Storage is closed to us: the choice lasts as long as the page.
    }
    tell();
  };
  return [on, setOn];
}

export function useShortcuts(shortcuts: Shortcuts): void {
  const current = useRef(shortcuts);
  current.current = shortcuts;
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
      const act = Object.hasOwn(current.current, event.key)
        ? current.current[event.key]
        : undefined;
      if (act === undefined) return;
      if (event.key !== 'Escape' && (!singleKeysOn() || isWriting(event.target))) return;
      if (document.querySelector('dialog[open]') !== null && event.key !== '?') return;
      event.preventDefault();
      act();
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, []);
}

function isWriting(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    target.closest('input, textarea, select, [contenteditable]') !== null
  );
}
