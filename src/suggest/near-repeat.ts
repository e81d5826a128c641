/** Whether a question asks nearly the same as one of those before it, by the words that they share. */
import { queryTermsOf } from '../text/terms.ts';

/**
 * Share of all their terms from which two questions count as the same. Questions of one note share its
 * subject, and one or two words of three or four are that: of the pairs that the notes list under
 * different headings 0.3 % reach a half, and those that do read alike (0.34: 0.7 %, many do not).
 */
const alike = 0.5;

/** Questions that are not to come again in other words. */
export class AskedQuestions {
  readonly #terms: ReadonlySet<string>[] = [];

  constructor(questions: readonly string[] = []) {
    for (const question of questions) this.add(question);
  }

  add(question: string): void {
    this.#terms.push(termSet(question));
  }

  /** Symmetric: whichever of two came first. Questions without terms repeat nothing. */
  hasNearly(question: string): boolean {
    const terms = termSet(question);
    return this.#terms.some((asked) => isNearRepeat(asked, terms));
  }
}

function isNearRepeat(first: ReadonlySet<string>, second: ReadonlySet<string>): boolean {
  const shared = [...first].filter((term) => second.has(term)).length;
  return shared > 0 && shared / (first.size + second.size - shared) >= alike;
}

function termSet(question: string): ReadonlySet<string> {
  return new Set(queryTermsOf(question).map(({ term }) => term));
}
