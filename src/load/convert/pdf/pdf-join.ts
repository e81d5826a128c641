/** Two lines of a paragraph -> one text: whether a hyphen at a line's end belongs to its word. */

/** Where a soft hyphen may have been: of the private use area, and taken out again. */
export const guessedHyphen = '\uf3a8';

export interface LineJoiner {
  /** @param between goes before what is on the new line */
  join(text: string, next: string, between?: string): string;
}

const lastWord = /(?:[\p{L}\p{N}]+[-\u2010])*[\p{L}\p{N}]+(?=[-\u2010]$)/u;
const firstWord = /^[\p{L}]+/u;
/** Of two words with one of these before the hyphen the hyphen is kept. */
const compounding =
  /^(?:self|well|non|semi|quasi|pseudo|cross|high|low|long|short|large|small|end|real|full|half|state|one|two|three|four|first|second|third|left|right|top|bottom|open|close|data|time|cost|user|human|model)$/i;

/** Hyphens that can be seen, for each that is guessed, in a document whose others cannot. */
const mostCuts = 0.25;
/** Words within compounds. */
const linking = /^(?:of|the|to|in|on|at|by|and|or|up|as|for|an|a|is|it|de|la)$/i;

/**
 * A word that is cut at the end of a line is made whole. The hyphen stays where the document has the
 * word with it elsewhere, where the word has hyphens before, or where both its parts are words of the
 * document while the joined word never occurs.
 *
 * @param lines all lines of the document
 */
export function createLineJoiner(lines: Iterable<string>): LineJoiner {
  let [cuts, guesses, before] = [0, 0, ''];
  const words = new Set<string>();
  const compounds = new Set<string>();
  let isAfterCut = false;
  for (const line of lines) {
    const isCut = /\p{L}[-\u2010\u00ad\uf3a8]$/u.test(line);
    if (line.endsWith(guessedHyphen)) guesses += 1;
    if (/\p{Ll}[-\u2010]$/u.test(before) && /^\p{Ll}/u.test(line)) cuts += 1;
    before = line;
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
    if (compounds.has(`${before}-${after}`) || compounding.test(before)) return true;
    // Of a word with hyphens the last part may itself be cut: "cross-ex-", "amination".
    if (parts.length > 1) return linking.test(before) || words.has(after);
    return before.length > 2 && after.length > 2 && words.has(before) && words.has(after);
  };
  /** What has hyphens that can be seen at the ends of its lines has no others. */
  const isGuessRight = (left: string, right: string): boolean => {
    const [one, other] = [left.toLowerCase(), right.toLowerCase()];
    if (words.has(one + other)) return true;
    const areWords = Math.min(one.length, other.length) > 3 && words.has(one) && words.has(other);
    return cuts < mostCuts * guesses && !areWords;
  };
  return {
    join(text, next, between = '') {
      if (text.endsWith(guessedHyphen)) {
        const whole = text.slice(0, -guessedHyphen.length);
        const left = /\p{L}+$/u.exec(whole)?.[0] ?? '';
        const isCut = isGuessRight(left, firstWord.exec(next)?.[0] ?? '');
        return whole + (isCut ? '' : ' ') + between + next;
      }
      if (/\u00ad$/.test(text)) return text.slice(0, -1) + between + next;
      if (/[\p{L}\p{N}]—$/u.test(text)) return text + between + next;
      const left = /[-\u2010]/.test(text.at(-1) ?? '') ? lastWord.exec(text)?.[0] : undefined;
      if (left === undefined || !/^[\p{L}\p{N}]/u.test(next)) return `${text} ${between}${next}`;
      const right = firstWord.exec(next)?.[0];
      const isLower = right !== undefined && /^\p{Ll}/u.test(right) && /\p{L}$/u.test(left);
      // In capitals only words that are known are made whole: GPT-BERT is none.
      const isCapital = /\p{Lu}{2}$/u.test(left) && /^\p{Lu}{2,}/u.test(right ?? '');
      if (isCapital && words.has((left + right).toLowerCase())) {
        return text.slice(0, -1) + between + next;
      }
      if (!isLower || keepsHyphen(left, right)) return text + between + next;
      return text.slice(0, -1) + between + next;
    },
  };
}
