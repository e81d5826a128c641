/** Whether two questions ask nearly the same, by the words that they share. */
import { queryTermsOf } from '../text/terms.ts';

/**
 * Share of all their terms from which two questions count as the same. Questions of one note share its
 * subject, and one or two words of three or four are that: of the pairs that the notes list under
 * different headings 0.3 % reach a half, and those that do read alike (0.34: 0.7 %, many do not).
 */
const alike = 0.5;

/** Symmetric. Questions without terms repeat nothing. */
export function isNearRepeat(left: string, right: string): boolean {
  const [first, second] = [termSet(left), termSet(right)];
  const shared = [...first].filter((term) => second.has(term)).length;
  return shared > 0 && shared / (first.size + second.size - shared) >= alike;
}

function termSet(question: string): ReadonlySet<string> {
  return new Set(queryTermsOf(question).map(({ term }) => term));
}
