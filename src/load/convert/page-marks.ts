/** Page beginnings, carried through a conversion as characters that no text has. */
import type { Page } from '../../types.ts';

/** Of the private use area: nobody writes it, and it is taken out again. */
const mark = '\u{f3a7}';

/** What stands where a page begins. */
export const pageMark = mark;

/** A foreign text must not hold marks of its own. */
export function withoutMarks(text: string): string {
  return text.replaceAll(mark, '');
}

/**
 * Takes the marks out. What stands before the first belongs to the first page.
 *
 * @param labels by page, undefined where its number is its name
 */
export function readPages(
  marked: string,
  labels: readonly (string | undefined)[],
): { text: string; pages: Page[] } {
  const parts = marked.split(mark);
  const [head = '', ...rest] = parts;
  const starts: number[] = [];
  let text = head;
  for (const part of rest) {
    starts.push(starts.length === 0 ? 0 : text.length);
    text += part;
  }
  const pages = starts.map((start, at): Page => {
    const label = labels[at];
    const end = starts[at + 1] ?? text.length;
    return { number: at + 1, ...(label !== undefined && { label }), start, end };
  });
  return { text, pages };
}
