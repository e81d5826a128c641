/** What the reading view shows of a note's front matter, which may hold anything. */

export interface Reference {
  readonly title: string;
  readonly authors?: string;
  readonly year?: string;
  readonly id?: string;
}

export interface ShownMetadata {
  readonly summary?: string;
  readonly updated?: string;
  readonly level?: string;
  readonly references: readonly Reference[];
}

/** Takes plain texts and numbers; what is of another shape is left out. */
export function readMetadata(metadata: Readonly<Record<string, unknown>>): ShownMetadata {
  const references = Array.isArray(metadata['references']) ? metadata['references'] : [];
  return {
    ...textsOf(metadata, ['summary', 'updated', 'level']),
    references: references.flatMap((entry: unknown): Reference[] => {
      if (typeof entry === 'string') return [{ title: entry }];
      if (typeof entry !== 'object' || entry === null) return [];
      const { title, ...rest } = textsOf(entry, ['title', 'authors', 'year', 'id']);
      const shown = title ?? rest.id;
      return shown === undefined ? [] : [{ ...rest, title: shown }];
    }),
  };
}

function textsOf<Name extends string>(
  from: object,
  names: readonly Name[],
): { readonly [Key in Name]?: string } {
  const entries = names.flatMap((name) => {
    const value: unknown = (from as Record<string, unknown>)[name];
    const text = Array.isArray(value) ? value.filter(isPlain).join(', ') : value;
    return isPlain(text) && String(text).trim() !== '' ? [[name, String(text)]] : [];
  });
  return Object.fromEntries(entries) as { readonly [Key in Name]?: string };
}

function isPlain(value: unknown): value is string | number {
  return typeof value === 'string' || typeof value === 'number';
}
