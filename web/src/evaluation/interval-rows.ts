/** Means of a group -> rows of a dot plot. */
import type { Mean } from './report-parts.ts';

export interface IntervalRow extends Mean {
  readonly name: string;
  /** Figure that was asked for: drawn as a line across the row. */
  readonly asked?: number;
  /** What is to be said of it; `missed` also hollows its dot. */
  readonly verdict?: { readonly text: string; readonly missed: boolean };
}

/** Rows without a question are left out. Weakest first unless told otherwise; ties by name. */
export function intervalRows(
  group: Readonly<Record<string, Mean>>,
  nameOf: (name: string) => string,
  order: 'rising' | 'falling' = 'rising',
): IntervalRow[] {
  const sign = order === 'rising' ? 1 : -1;
  return Object.entries(group)
    .filter(([, { n }]) => n > 0)
    .map(([name, mean]) => ({ ...mean, name: nameOf(name) }))
    .sort(
      (left, right) => sign * (left.mean - right.mean) || left.name.localeCompare(right.name, 'en'),
    );
}
