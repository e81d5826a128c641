import { useSyncExternalStore } from 'react';
import { createListeners } from '../ui/listeners.ts';

export type Theme = 'system' | 'light' | 'dark';

const order: readonly Theme[] = ['system', 'light', 'dark'];
const { subscribe, tell } = createListeners();

function themeNow(): Theme {
  const { theme } = document.documentElement.dataset;
  return theme === 'light' || theme === 'dark' ? theme : 'system';
}

/** The chosen theme, and how to choose the next one. `public/theme.js` sets it before the first paint. */
export function useTheme(): [theme: Theme, next: () => void] {
  const theme = useSyncExternalStore(subscribe, themeNow);
  return [theme, nextTheme];
}

export function nextTheme(): void {
  const next = order[(order.indexOf(themeNow()) + 1) % order.length]!;
  if (next === 'system') delete document.documentElement.dataset['theme'];
  else document.documentElement.dataset['theme'] = next;
  try {
    localStorage.setItem('groundwork.theme', next);
  } catch {
    // Storage is closed to us: the choice lasts as long as the page.
  }
  tell();
}
