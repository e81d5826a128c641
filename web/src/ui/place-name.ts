import type { Citation } from '../../../src/serve/contract.ts';
import { pageKindOfUri, pageName } from './page-name.ts';

/** The headings below a note's title; the first of most notes is their title once more. */
export function headingsBelow(title: string, headingPath: readonly string[]): readonly string[] {
  return headingPath[0] === title ? headingPath.slice(1) : headingPath;
}

/** Where a piece of a note stands: `'Attention', ['Attention', 'Scaling'] -> 'Attention › Scaling'` */
export function placeName(title: string, headingPath: readonly string[]): string {
  return [title, ...headingsBelow(title, headingPath)].join(' › ');
}

type CitedPlace = Pick<Citation, 'title' | 'headingPath' | 'uri' | 'page'>;

/** The same with the page: `Attention › Scaling, page 12`. */
export function citedPlace(citation: CitedPlace): string {
  const { title, headingPath } = citation;
  return [placeName(title, headingPath), citedPages([citation])].filter(Boolean).join(', ');
}

/** `page 12`, or `page 12, page 14`; empty where there are none, or where a heading says it already. */
export function citedPages(citations: readonly CitedPlace[]): string {
  const names = citations.flatMap(({ page, uri, title, headingPath }) =>
    page === undefined || page === title || headingPath.includes(page)
      ? []
      : [pageName(page, pageKindOfUri(uri))],
  );
  return [...new Set(names)].join(', ');
}
