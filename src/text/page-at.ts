/** Where in its original a place of a document's text stands. */
import type { Document } from '../types.ts';

/** The page that an offset is on, as the original calls it; undefined where it has no pages. */
export function pageAt({ pages }: Pick<Document, 'pages'>, offset: number): string | undefined {
  const page = pages?.findLast(({ start }) => start <= offset);
  return page && (page.label ?? String(page.number));
}

/** The page as a field of a citation; `{}` where there is none. */
export function pageField(document: Pick<Document, 'pages'>, offset: number): { page?: string } {
  const page = pageAt(document, offset);
  return page === undefined ? {} : { page };
}
