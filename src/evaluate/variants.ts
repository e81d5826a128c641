/** The same question as other people would put it, always the same for the same question. */
import { queryTermsOf } from '../text/terms.ts';
import type { GoldenQuestion } from './golden.ts';
import { seededRandom } from './metrics.ts';
import { withTypingErrors } from './typing-errors.ts';

/** Each split has small talk of its own. */
const smallTalk: Readonly<
  Record<
    GoldenQuestion['split'],
    { readonly openings: readonly string[]; readonly closings: readonly string[] }
  >
> = {
  dev: {
    openings: [
      'Hey, quick one before my interview on Thursday.',
      'Hi there! I keep getting this wrong and my coffee is getting cold.',
      'Sorry if this is a silly thing to ask, I only started last week.',
      'So I was chatting with a colleague at lunch and we could not agree.',
      'Good morning, I hope you can help me with something.',
    ],
    closings: ['Thanks a lot!', 'Cheers.', 'I would be really grateful.', 'No rush.', ''],
  },
  test: {
    openings: [
      'Evening all, long day here.',
      'Not sure this is the right place, but let me try.',
      'My flatmate and I have a bet running on this.',
      'Hello again, me with another one.',
      'I am on the train and my connection is awful, so bear with me.',
    ],
    closings: [
      'Much appreciated.',
      'Have a nice weekend!',
      'Any hint is welcome.',
      'Sorry for the typos.',
      '',
    ],
  },
};

/**
 * The ways in which a question is put differently: with typing errors, as keywords, in small talk, by
 * someone who leaves articles and auxiliaries out, and with the abbreviations of the glossary where it
 * holds one of their expansions.
 *
 * @param abbreviations abbreviation -> its expansion
 */
export function variantsOf(
  golden: GoldenQuestion,
  abbreviations: ReadonlyMap<string, string>,
): GoldenQuestion[] {
  const put = (
    variant: NonNullable<GoldenQuestion['variant']>,
    question: string,
  ): GoldenQuestion[] =>
    question === golden.question
      ? []
      : [{ ...golden, id: `${golden.id}-${variant}`, question, variant, variantOf: golden.id }];
  return [
    ...put('typing-errors', withTypingErrors(golden.question)),
    ...put('keywords', asKeywords(golden.question)),
    ...put('chatty', asSmallTalk(golden)),
    ...put('non-native', withoutSmallWords(golden.question)),
    ...put('abbreviations', abbreviated(golden.question, abbreviations)),
  ];
}

function asKeywords(question: string): string {
  return queryTermsOf(question)
    .filter(({ compound }) => !compound)
    .map(({ word }) => word)
    .join(' ');
}

function asSmallTalk({ question, split }: GoldenQuestion): string {
  const { openings, closings } = smallTalk[split];
  const random = seededRandom(question.length * 31 + question.charCodeAt(0));
  const pick = (from: readonly string[]): string => from[Math.floor(random() * from.length)]!;
  return `${pick(openings)} ${question} ${pick(closings)}`.trim();
}

function withoutSmallWords(question: string): string {
  return question
    .replace(/\b(?:a|an|the|some)\s+/gi, '')
    .replace(/\b(how|why|what|when|where)\s+(?:do|does|did|is|are|would|should)\s+/gi, '$1 ')
    .trim();
}

function abbreviated(question: string, abbreviations: ReadonlyMap<string, string>): string {
  const longestFirst = [...abbreviations].sort(([, left], [, right]) => right.length - left.length);
  return longestFirst.reduce((text, [short, long]) => {
    const at = text.toLowerCase().indexOf(long.toLowerCase());
    return at === -1 ? text : text.slice(0, at) + short + text.slice(at + long.length);
  }, question);
}
