/** Whether there is room for a table. A table made of stacked blocks would no longer be one. */
import { useSyncExternalStore } from 'react';

const wide = '(min-width: 48rem)';

function subscribe(changed: () => void): () => void {
  const list = window.matchMedia(wide);
  list.addEventListener('change', changed);
  return () => list.removeEventListener('change', changed);
}

export function useWide(): boolean {
  return useSyncExternalStore(subscribe, () => window.matchMedia(wide).matches);
}
