/** Sentences of the passages, each with what speaks for quoting it. */
import { longItemsOf } from '../text/list-items.ts';
import { plainText } from '../text/plain-text.ts';
import { type Sentence, sentencesOf } from '../text/sentences.ts';
import { termsOf } from '../text/terms.ts';
import type { Span } from '../types.ts';
import type { Evidence, EvidencePassage } from './contract.ts';
import { asksForFormula, fillsSlot, type QuestionKind, slotOf } from './question-kind.ts';
import { termShare } from './term-share.ts';

export interface CandidateSentence {
  readonly passage: EvidencePassage;
  /** In the document's text. */
  readonly span: Span;
  readonly quote: string;
  readonly terms: ReadonlySet<string>;
  readonly words: number;
  readonly block: Sentence['block'];
  /** Sentences of the same list or paragraph share it within a passage. */
  readonly blockOrdinal: number;
  /** Position among the passage's sentences. */
  readonly position: number;
  /** Higher is better. */
  readonly score: number;
  /** Opens with a word that points back. */
  readonly dangling: boolean;
  /** Ends in a colon: it introduces what follows. */
  readonly leadsOn: boolean;
  /** An item that has nothing to do with its neighbours. */
  readonly apart: boolean;
}

/** Passages read for sentences, and how far below the best they may score. */
const passagesRead = 6;
const scoreBand = 0.72;

/**
 * Weights of the passage's score, of the share of the question in the sentence, and of that share with
 * its heading: the middle of a plateau on the dev split, where 1.75 to 2.5 and 0.7 to 0.9 do as well.
 */
const passageWeight = 2.25;
const ownWeight = 0.7;
const headedWeight = 0.25;

/** Sections whose items have nothing in common but their form: each has to earn its place by itself. */
const unrelatedItems: readonly (readonly [RegExp, number])[] = [
  [/^(?:misconceptions|myths)\b/i, 1],
  [/^(?:symptoms|troubleshooting)\b/i, 0.5],
];

/** Sentences on how to answer in an interview, and on the note itself, say little of the subject. */
const aboutAnswers = /^(?:an? )?(?:weak|strong|complete|senior)(?: two-minute)? answers?\b/i;
const aboutNote = /\b(?:the|a) notes? on \[|\b(?:in|of) this note\b/i;

/** For the item of a list that comes nearest to the question in meaning. */
const nearestItemBonus = 0.4;
/** An item further off is nearest among the unrelated. */
const leastItemCosine = 0.4;

/** A displayed formula holds no words to match: it comes with the sentence before it, or when asked for. */
const formulaAsked = 0.5;
const formulaUnasked = -3;
/** What a formula counts as, in words. */
const formulaWords = 10;

const remedyHeading =
  /symptom|fix|troubleshoot|remed|mitigat|prevent|reduc|problem|solution|debug/i;
const danglingOpening =
  /^(it|its|this|that|these|those|they|their|such|here|both|he|she|the (former|latter|same))\b/i;
const causeWords =
  /\b(because|since|therefore|so that|cause[sd]?|reason|due to|which is why|lead(s|ing)? to|result(s|ing)? in)\b/i;
const definitionWords = /^(an? |the )?[^,.;:]{2,80}? (is|are|means|refers to|describes) /i;

export function candidateSentences(evidence: Evidence, kind: QuestionKind): CandidateSentence[] {
  const best = evidence.passages[0]?.score ?? 0;
  const slot = slotOf(evidence.question);
  const formulaWeight = asksForFormula(evidence.question) ? formulaAsked : formulaUnasked;
  return evidence.passages
    .slice(0, passagesRead)
    .filter(({ score }) => score >= best * scoreBand)
    .flatMap((passage) => {
      const headings = termsOf(passage.headingPath.slice(-1).join(' '));
      const sentences = sentencesOf(passage.text).filter(
        ({ block, start, end }) =>
          start >= passage.headingLength &&
          (block === 'item' ||
            block === 'formula' ||
            (block === 'paragraph' && isWhole(passage.text.slice(start, end)))),
      );
      const apart =
        unrelatedItems.find(([heading]) => heading.test(passage.headingPath.at(-1) ?? ''))?.[1] ??
        0;
      const nearest = nearestItem(passage);
      const shareOf = ({ blockOrdinal }: Sentence): number => {
        const whole = sentences.filter((one) => one.blockOrdinal === blockOrdinal);
        const text = passage.text.slice(whole[0]!.start, whole.at(-1)!.end);
        return termShare(evidence.terms, new Set(termsOf(text)), evidence.idf);
      };
      return sentences.map((sentence, position): CandidateSentence => {
        const raw = passage.text.slice(sentence.start, sentence.end);
        const terms = new Set(termsOf(raw));
        const own = termShare(evidence.terms, terms, evidence.idf);
        const withHeading = termShare(
          evidence.terms,
          new Set([...terms, ...headings]),
          evidence.idf,
        );
        const opensSection = position === 0 && passage.headingLength > 0;
        const defines =
          kind === 'definition' &&
          termShare(
            evidence.terms,
            new Set(termsOf(subjectOf(raw, evidence.terms.length))),
            evidence.idf,
          ) > 0.7;
        const bonus =
          (kind === 'definition' && opensSection ? 0.1 : 0) +
          (defines ? 0.3 : 0) +
          (defines && definitionWords.test(raw) ? 0.3 : 0) +
          (sentence.block === 'item' && sentence.blockOrdinal === nearest ? nearestItemBonus : 0) +
          (kind === 'why' && causeWords.test(raw) ? 0.15 : 0) +
          (kind === 'fix' && remedyHeading.test(passage.headingPath.at(-1) ?? '') ? 0.3 : 0) +
          (slot && fillsSlot(raw, slot) ? 0.3 : 0) +
          (sentence.block === 'formula' ? formulaWeight : 0) -
          (apart > 0 ? apart * (1 - shareOf(sentence)) : 0) -
          (aboutAnswers.test(raw) ? 1 : 0) -
          (aboutNote.test(raw) ? 0.6 : 0);
        return {
          passage,
          span: { start: passage.start + sentence.start, end: passage.start + sentence.end },
          quote: raw,
          terms,
          words: sentence.block === 'formula' ? formulaWords : plainText(raw).split(' ').length,
          block: sentence.block,
          blockOrdinal: sentence.blockOrdinal,
          position,
          score:
            passageWeight * passage.score + ownWeight * own + headedWeight * withHeading + bonus,
          dangling: sentence.block === 'formula' || danglingOpening.test(raw),
          leadsOn: /:\s*$/.test(raw),
          apart: apart > 0 && sentence.block === 'item',
        };
      });
    });
}

/** Block of the passage's long item whose meaning is nearest to the question. */
function nearestItem({ text, itemCosines }: EvidencePassage): number | undefined {
  const nearest = itemCosines.indexOf(Math.max(leastItemCosine, ...itemCosines));
  return nearest === -1 ? undefined : longItemsOf(text)[nearest]?.blockOrdinal;
}

/** The first words of a sentence, about as many as the topic has: what the sentence speaks of. */
function subjectOf(sentence: string, topicTerms: number): string {
  const words = sentence.replace(/^(the|an?)\s+/i, '').split(/\s+/);
  return words.slice(0, Math.max(3, topicTerms + 2)).join(' ');
}

/** A sentence that runs into a formula, or goes on after one, says nothing without it. */
function isWhole(sentence: string): boolean {
  return /[.!?…:]["'”’)\]*_]*\s*$/.test(sentence) && !/^[a-z]/.test(sentence);
}
