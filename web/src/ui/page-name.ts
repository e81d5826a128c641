/** What a page, slide or part of an original is called. */

/** Those of a book are named by their own headings, if at all. */
export type PageKind = 'page' | 'slide' | 'part';

export function pageKindOf(mediaType: string): PageKind {
  if (mediaType.endsWith('presentationml.presentation')) return 'slide';
  return mediaType === 'application/epub+zip' ? 'part' : 'page';
}

/** The same by the name of the file, for citations. */
export function pageKindOfUri(uri: string): PageKind {
  if (/\.pptx$/i.test(uri)) return 'slide';
  return /\.epub$/i.test(uri) ? 'part' : 'page';
}

/** `'12', 'page' -> 'page 12'`; a part that has a name of its own keeps it. */
export function pageName(page: string, kind: PageKind): string {
  return kind === 'part' && !/^\d+$/.test(page) ? page : `${kind} ${page}`;
}
