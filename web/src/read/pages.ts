/** The pages of a document's original, as places in its text. */
import type { DocumentText } from '../../../src/serve/contract.ts';
import type { PageMark } from '../markdown/set-page-marks.ts';
import { pageKindOf, pageName } from '../ui/page-name.ts';

/**
 * Where pages begin, in order; none where all of it is one. A part that begins with the heading that
 * names it is not named once more.
 */
export function pageMarksOf({ text, pages, mediaType }: DocumentText): readonly PageMark[] {
  if (pages.length < 2) return [];
  const kind = pageKindOf(mediaType);
  return pages.map(({ start, number, label }) => {
    const says =
      label !== undefined && text.slice(start, start + label.length + 10).includes(label);
    const name = kind === 'part' && says ? '' : pageName(label ?? String(number), kind);
    return { start, number, name: name.slice(0, 1).toUpperCase() + name.slice(1) };
  });
}

/** Those that begin in `[start, end)`, relative to its start; the last piece has those at the end too. */
export function marksIn(
  marks: readonly PageMark[],
  start: number,
  end: number,
  isLast: boolean,
): readonly PageMark[] {
  return marks
    .filter((mark) => mark.start >= start && (mark.start < end || isLast))
    .map((mark) => ({ ...mark, start: mark.start - start }));
}

/** What the page is called that holds this offset; undefined where the original has none. */
export function pageNameAt({ pages, mediaType }: DocumentText, offset: number): string | undefined {
  const page = pages.findLast(({ start }) => start <= offset);
  return page && pageName(page.label ?? String(page.number), pageKindOf(mediaType));
}

/** The page that somebody means: by what the original calls it, else by its number. */
export function findPage({ pages }: DocumentText, meant: string) {
  const wanted = meant.trim().toLowerCase();
  return (
    pages.find(({ label }) => label?.toLowerCase() === wanted) ??
    pages.find(({ number }) => String(number) === wanted)
  );
}
