/** Question -> title of the conversation that it opens. */

/** Longest title made of a question, in UTF-16 units, the ellipsis included. */
export const MAX_TITLE_CHARS = 80;

/**
 * The question in one line, cut at a word with an ellipsis; inside a word where the first is longer.
 * `Untitled` for a question without any character to show.
 */
export function titleOf(question: string): string {
  const line = question.replace(/[\s\p{Cc}]+/gu, ' ').trim();
  if (line === '') return 'Untitled';
  if (line.length <= MAX_TITLE_CHARS) return line;
  const start = line.slice(0, MAX_TITLE_CHARS);
  const space = start.lastIndexOf(' ');
  const end = space > 0 ? space : MAX_TITLE_CHARS - 1;
  const cut = line.slice(0, end).replace(/[\uD800-\uDBFF]$/u, '');
  return `${cut.trimEnd()}…`;
}
