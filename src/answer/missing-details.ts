/** What a question names or counts, and whether the passages speak of it. */
import { queryTermsOf, termsOf, wordsOf } from '../text/terms.ts';
import type { Evidence, EvidencePassage } from './contract.ts';

const word = /[\p{L}\p{N}][\p{L}\p{N}'’-]*/gu;
/** Begins with a capital, or has one inside, or holds a digit after a letter: GlacierKV, GPT-4. */
const nameLike = /^\p{Lu}|\p{Ll}\p{Lu}|^\p{L}+-?\p{N}/u;
const sentenceStart = /(?:^|[.?!:]\s*["'“(]?)$/;
const firstPerson = /^I(?:['’]|$)/;

/** Words written like names: capitalised where no sentence begins, or with capitals or digits inside. */
export function namesIn(question: string): string[] {
  const names: string[] = [];
  for (const match of question.matchAll(word)) {
    const [text] = match;
    const opens = sentenceStart.test(question.slice(0, match.index));
    const inner = nameLike.test(opens ? text.slice(1) : text);
    if (inner && !firstPerson.test(text)) names.push(text.replace(/['’]s?$/, ''));
  }
  return names;
}

export interface MissingDetails {
  /** A name that the library does not know. */
  readonly unknownName: boolean;
  /** A name, known or not, of which no passage speaks. */
  readonly missingName: boolean;
  /** It asks how many of something, and no passage has a number beside that. */
  readonly missingCount: boolean;
}

export function missingDetails(
  evidence: Evidence,
  passages: readonly EvidencePassage[],
): MissingDetails {
  const names = namesIn(evidence.question).filter((name) => queryTermsOf(name).length > 0);
  const present = new Set(
    names.length === 0
      ? []
      : passages.flatMap(({ title, headingPath, text }) =>
          termsOf([title, ...headingPath, text].join(' ')),
        ),
  );
  return {
    unknownName: names.some((name) =>
      wordsOf(name).some((part) => evidence.unknownWords.includes(part)),
    ),
    missingName: names.some((name) =>
      /\p{L}.*\p{N}/u.test(name)
        ? !passages.some((passage) => holdsVersion(passage, name))
        : !termsOf(name).some((term) => present.has(term)),
    ),
    missingCount: missesCount(evidence.question, passages),
  };
}

/** GPT-7 is not GPT-4: a name with a number counts only as a whole, however it is punctuated. */
function holdsVersion({ title, headingPath, text }: EvidencePassage, name: string): boolean {
  const bare = (written: string): string => written.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '');
  const words = [title, ...headingPath, text].join(' ').split(/\s+/);
  const wanted = bare(name);
  return words.some(
    (one, at) => bare(one) === wanted || bare(`${one}${words[at + 1] ?? ''}`) === wanted,
  );
}

const counted = /\b(?:how many|number of|count of)\s+((?:[\p{L}\p{N}-]+\s*){1,3})/iu;
const afterNoun =
  /\b(?:does|do|did|is|are|was|were|has|have|can|go|goes|went|i|we|you|of|in|at|per)\b/i;
const numeral =
  /^(?:\d[\d.,]*|one|two|three|four|five|six|seven|eight|nine|ten|twelve|dozens?|tens|hundreds?|thousands?|millions?|billions?|trillions?|few|several|half)$/i;
/** Words that may stand between a number and what it counts: "12 billion more training tokens". */
const reach = 5;

function missesCount(question: string, passages: readonly EvidencePassage[]): boolean {
  const asked = counted.exec(question)?.[1]?.split(afterNoun)[0];
  const noun = asked === undefined ? undefined : termsOf(asked).at(-1);
  if (noun === undefined) return false;
  return !passages.some(({ text }) =>
    text.split('\n').some((line) => {
      const words = line.match(/[\p{L}\p{N}.,]+/gu) ?? [];
      return words.some(
        (one, at) =>
          numeral.test(one.replace(/[.,]+$/, '')) &&
          words.slice(at + 1, at + 1 + reach).some((near) => termsOf(near)[0] === noun),
      );
    }),
  );
}
