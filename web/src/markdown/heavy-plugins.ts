/** Formulas and coloured code: loaded when a text first needs them, then kept. */
import { useSyncExternalStore } from 'react';
import type { PluggableList } from 'unified';
import { createListeners } from '../ui/listeners.ts';

export type HeavyPart = 'math' | 'code';

const loaded: Partial<Record<HeavyPart, PluggableList>> = {};
const loading: Partial<Record<HeavyPart, Promise<void>>> = {};
const { subscribe, tell } = createListeners();
let version = 0;

const imports: Record<HeavyPart, () => Promise<PluggableList>> = {
  math: async () => (await import('./math.ts')).mathPlugins(),
  code: async () => (await import('./code.ts')).codePlugins(),
};

/** What a Markdown text needs beyond the plain parts. */
export function heavyPartsOf(markdown: string): HeavyPart[] {
  const parts: HeavyPart[] = [];
  if (markdown.includes('$')) parts.push('math');
  if (markdown.includes('```') || markdown.includes('~~~')) parts.push('code');
  return parts;
}

/** Settles when the parts can be rendered; a part that cannot be loaded leaves its source shown. */
export async function loadHeavyParts(parts: readonly HeavyPart[]): Promise<void> {
  await Promise.all(
    parts.map((part) => {
      loading[part] ??= imports[part]()
        .then((plugins) => {
          loaded[part] = plugins;
          version += 1;
          tell();
        })
        .catch(() => {
          delete loading[part];
        });
      return loading[part];
    }),
  );
}

/** The plugins of those parts that are there; asks for the missing ones. */
export function useHeavyPlugins(parts: readonly HeavyPart[]): PluggableList {
  useSyncExternalStore(
    subscribe,
    () => version,
    () => version,
  );
  const missing = parts.filter((part) => loaded[part] === undefined);
  if (missing.length > 0) void loadHeavyParts(missing);
  return parts.flatMap((part) => loaded[part] ?? []);
}
