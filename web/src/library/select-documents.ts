/** Which documents the library lists, and in which order. */
import type { DocumentSummary } from '../../../src/serve/contract.ts';

export type SortColumn = 'title' | 'topic' | 'pages' | 'chars' | 'chunks' | 'updated';

export interface Sorting {
  readonly column: SortColumn;
  readonly direction: 'ascending' | 'descending';
}

export interface DocumentFilter {
  /** Every word of it must stand in title, topic or address; case and accents are read over. */
  readonly text: string;
  /** `''` keeps every topic. */
  readonly topic: string;
}

/** Documents that the filter keeps, sorted; ties by title, missing values last in both directions. */
export function selectDocuments(
  documents: readonly DocumentSummary[],
  { text, topic }: DocumentFilter,
  sorting: Sorting,
): DocumentSummary[] {
  const words = fold(text).split(/\s+/).filter(Boolean);
  return documents
    .filter((document) => topic === '' || document.topic === topic)
    .filter((document) => {
      const place = fold(`${document.title} ${document.topic ?? ''} ${document.uri}`);
      return words.every((word) => place.includes(word));
    })
    .sort((left, right) => compare(left, right, sorting) || byText(left.title, right.title));
}

/** Distinct topics in alphabetical order. */
export function topicsOf(documents: readonly DocumentSummary[]): string[] {
  return [...new Set(documents.flatMap(({ topic }) => topic ?? []))].sort(byText);
}

/** What a press on a column's heading asks for: it turns round the column that already sorts. */
export function nextSorting(before: Sorting, column: SortColumn): Sorting {
  if (before.column !== column) {
    // Of sizes and dates the largest are looked for first, of texts the beginning of the alphabet.
    const isText = column === 'title' || column === 'topic';
    return { column, direction: isText ? 'ascending' : 'descending' };
  }
  return { column, direction: before.direction === 'ascending' ? 'descending' : 'ascending' };
}

/** In its original; null where it has none. */
export function pagesOf(document: DocumentSummary & { readonly pages?: number }): number | null {
  return document.pages || null;
}

function sortedBy(document: DocumentSummary, column: SortColumn): string | number | null {
  return column === 'pages' ? pagesOf(document) : document[column];
}

function compare(left: DocumentSummary, right: DocumentSummary, sorting: Sorting): number {
  const one = sortedBy(left, sorting.column);
  const other = sortedBy(right, sorting.column);
  if (one === null || other === null) return Number(one === null) - Number(other === null);
  const rising =
    typeof one === 'number' && typeof other === 'number'
      ? one - other
      : byText(String(one), String(other));
  return sorting.direction === 'ascending' ? rising : -rising;
}

function byText(left: string, right: string): number {
  return left.localeCompare(right, 'en', { numeric: true });
}

function fold(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
}
