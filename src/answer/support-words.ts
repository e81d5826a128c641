/** Word lists for `support-features.ts`: where a free wording says more, or the opposite. */
import { termsOf } from '../text/terms.ts';

const wordSet = (words: string): ReadonlySet<string> => new Set(words.split(' '));

/** Words that give a reason. */
export const causeWords = wordSet(
  'because since due owing caused causes thereby reason therefore hence',
);

/** Words that set one thing above another. */
export const comparingWords = wordSet(
  'more less than better worse cheaper faster slower rather most best least above mainly',
);

/** Pairs of which a true rewording seldom exchanges one for the other. */
const oppositePairs = (
  'raise lower, increase decrease, increase reduce, more less, more fewer, fast slow, cheap expensive, ' +
  'cheap costly, high low, large small, big small, always rarely, always sometimes, always usually, ' +
  'never sometimes, before after, start end, first last, better worse, best worst, improve worsen, ' +
  'improve worse, good bad, safe risky, strong weak, most least, rise fall, grow shrink, gain loss, ' +
  'keep lose, include exclude, add remove, short long, early late, open closed, easy hard, ' +
  'simple complex, local global, internal external, same different, static dynamic, ' +
  'sequential parallel, above below, all some, all most, every some, every most, minimum maximum, ' +
  'accept reject, allow forbid, allow prevent, help harm, success failure, succeed fail, ' +
  'input output, encoder decoder, hundred thousand, thousand million, million billion, ' +
  'seconds minutes, minutes hours, wide narrow, deep shallow, frequent rare, common rare, ' +
  'positive negative, true false, necessary unnecessary, required optional, public private, ' +
  'online offline, stable unstable, old new, left right, inside outside, near far, full empty, ' +
  'send receive, read write, push pull, frozen trained'
)
  .split(', ')
  .map((pair) => pair.split(' ').map(stemOf));

/** True when one of two opposites stands in the statement alone, and the other in the source alone. */
export function turnsOpposite(
  statement: ReadonlySet<string>,
  source: ReadonlySet<string>,
): boolean {
  const turned = (mine = '', theirs = ''): boolean =>
    statement.has(mine) && !source.has(mine) && source.has(theirs) && !statement.has(theirs);
  return oppositePairs.some(([left, right]) => turned(left, right) || turned(right, left));
}

/** The word as an index term; a stop word as it is. */
export function stemOf(word: string): string {
  return termsOf(word)[0] ?? word;
}

const negation = /\b(?:not|no|never|without|cannot|neither|nor|none|nothing|hardly)\b|n['’]t\b/gi;

export function negationsIn(text: string): number {
  return text.match(negation)?.length ?? 0;
}

const clauseBorder =
  /[,;:()—]\s|\s–\s|\b(?:but|while|whereas|although|though|however|because|yet|which|who|when|where|so|and|since|if|as|than|against|that)\b|(?<=[.!?])\s/i;

/** The text cut small: at marks, conjunctions and relatives. */
export function smallClausesOf(text: string): string[] {
  return text
    .split(clauseBorder)
    .map((part) => part.trim())
    .filter((part) => part !== '');
}
