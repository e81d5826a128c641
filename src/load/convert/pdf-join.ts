/** Two lines of a paragraph -> one text: whether a hyphen at a line's end belongs to its word. */

export interface LineJoiner {
  /** @param between goes before what is on the new line */
  join(text: string, next: string, between?: string): string;
}

const lastWord = /(?:[\p{L}\p{N}]+[-\u2010])*[\p{L}\p{N}]+(?=[-\u2010]$)/u;
const firstWord = /^[\p{L}]+/u;
/** Of two words with one of these before the hyphen the hyphen is kept. */
const compounding =
  /^(?:self|well|non|semi|quasi|pseudo|cross|high|low|long|short|large|small|end|real|full|half|state|one|two|three|four|first|second|third|left|right|top|bottom|open|close|data|time|cost|user|human|model)$/i;

/**
 * A word that is cut at the end of a line is made whole. The hyphen stays where the document has the
 * word with it elsewhere, where the word has hyphens before, or where both its parts are words of the
 * document while the joined word never occurs.
 *
 * @param lines all lines of the document
 */
export function createLineJoiner(lines: Iterable<string>): LineJoiner {
  const words = new Set<string>();
  const compounds = new Set<string>();
  let isAfterCut = false;
  for (const line of lines) {
    const isCut = /\p{L}[-\u2010\u00ad]$/u.test(line);
    const found = [...line.matchAll(/[\p{L}\p{N}]+(?:[-\u2010][\p{L}\p{N}]+)*/gu)];
    for (const [at, [word]] of found.entries()) {
      // Halves of words that were cut are no words.
      if ((isAfterCut && at === 0) || (isCut && at === found.length - 1)) continue;
      const lower = word.toLowerCase().replaceAll('\u2010', '-');
      if (lower.includes('-')) compounds.add(lower);
      for (const part of lower.split('-')) words.add(part);
    }
    isAfterCut = isCut;
  }
  const keepsHyphen = (left: string, right: string): boolean => {
    const parts = left.toLowerCase().replaceAll('\u2010', '-').split('-');
    const [before, after] = [parts.at(-1)!, right.toLowerCase()];
    if (words.has(before + after)) return false;
    if (parts.length > 1 || compounds.has(`${before}-${after}`)) return true;
    if (compounding.test(before)) return true;
    return before.length > 2 && after.length > 2 && words.has(before) && words.has(after);
  };
  return {
    join(text, next, between = '') {
      if (/\u00ad$/.test(text)) return text.slice(0, -1) + between + next;
      if (/[\p{L}\p{N}]—$/u.test(text)) return text + between + next;
      const left = lastWord.exec(text)?.[0];
      if (left === undefined || !/^[\p{L}\p{N}]/u.test(next)) return `${text} ${between}${next}`;
      const right = firstWord.exec(next)?.[0];
      const isLower = right !== undefined && /^\p{Ll}/u.test(right) && /\p{L}$/u.test(left);
      if (!isLower || keepsHyphen(left, right)) return text + between + next;
      return text.slice(0, -1) + between + next;
    },
  };
}
