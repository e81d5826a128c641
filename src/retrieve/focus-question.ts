/** A message as written -> the sentences of it that ask something or bear on what is asked. */
import { sentencesOf } from '../text/sentences.ts';
import { queryTermsOf } from '../text/terms.ts';

export interface FocusedQuestion {
  readonly text: string;
  /** Sentences that say nothing the library speaks of, in order. */
  readonly leftOut: readonly string[];
}

/** A question of fewer terms says too little without the situation that it is put in. */
const minTerms = 4;
/** Longer messages are searched whole: each sentence weighed costs a search. */
const maxSentences = 8;
/**
 * Least fused score of a sentence's best passage. On the dev questions the situations that people
 * describe before they ask score 0.57 and more with two exceptions, small talk 0.54 and less.
 */
const minScore = 0.55;
/** Below this a sentence is left out whatever the question: no situation on dev scores less than 0.44. */
const surelyApart = 0.42;

/** Words by which a question points at the situation before it. */
const pointing = /\b(?:it|its|that|this|these|those|they|them|their)\b/i;
/** Cheap to rule out: most messages are one sentence, and splitting costs more than the word search. */
const severalSentences = /[.!?…]\S*\s+\S|\n/;
const asks =
  /\?["'”’)]*\s*$|^(?:(?:please|and|so|then)\s+)*(?:explain|describe|compare|contrast|name|list|give|tell|define|discuss|show|sketch|outline|design|summari[sz]e|walk|argue|estimate|calculate)\b/i;

/**
 * Leaves out small talk around a question. Nothing is left out of a message of one sentence; where what
 * asks says too little by itself, only what is surely apart.
 *
 * @param scoreOf fused score of the best passage for a sentence
 */
export async function focusQuestion(
  question: string,
  scoreOf: (sentence: string) => Promise<number>,
): Promise<FocusedQuestion> {
  if (!severalSentences.test(question)) return { text: question, leftOut: [] };
  const sentences = sentencesOf(question).map(({ start, end }) => question.slice(start, end));
  const asking = sentences.filter((sentence) => asks.test(sentence));
  if (sentences.length < 2 || sentences.length > maxSentences || asking.length === 0)
    return { text: question, leftOut: [] };
  const leans = pointing.test(asking.join(' ')) || queryTermsOf(asking.join(' ')).length < minTerms;
  const leftOut: string[] = [];
  for (const sentence of sentences) {
    if (!asking.includes(sentence) && (await scoreOf(sentence)) < (leans ? surelyApart : minScore))
      leftOut.push(sentence);
  }
  const kept = sentences.filter((sentence) => !leftOut.includes(sentence));
  return { text: leftOut.length === 0 ? question : kept.join(' '), leftOut };
}
