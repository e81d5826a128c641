/** Whether a question says by itself what it is about: a reader who knows nothing yet sees it alone. */
import { queryTermsOf } from '../text/terms.ts';

/** Words that point at something said before, and those who speak about the telling. */
const pointing =
  /\b(?:this|these|those|it|its|they|them|here|both|candidates?|interviewers?|you say|note)\b/i;

/** True when it names its document's subject, by a word of the title, and points at nothing. */
export function standsAlone(question: string, title: string): boolean {
  if (pointing.test(question)) return false;
  const subject = new Set(queryTermsOf(title).map(({ term }) => term));
  return queryTermsOf(question).some(({ term }) => subject.has(term));
}
