/** What turns or adds to a meaning however near the words are: it never leaves more than `partial`. */
import { normaliseQuote } from '../text/normalise-quote.ts';
import { termsOf, wordsOf } from '../text/terms.ts';
import {
  addsNumber,
  agreesInPolarity,
  holdsSymbol,
  namesOf,
  plainFigures,
  symbolsIn,
  tellingWords,
} from './deciding-words.ts';
import type { QuotedSentence } from './support-features.ts';
import { termShare } from './term-share.ts';
import { commonLength, keepsOrder } from './word-order.ts';

export const supportVetoes = ['question', 'number', 'symbol', 'name', 'denial', 'altered'] as const;

export type SupportVeto = (typeof supportVetoes)[number];

/** Words of a near copy that stand in its source too; below it, a sentence is the writer's own. */
const nearCopy = 0.75;

/** The first veto that holds, in the order of {@link supportVetoes}. */
export function vetoOf(
  text: string,
  sentences: readonly QuotedSentence[],
): SupportVeto | undefined {
  return supportVetoes.find((veto) => holds[veto](text, sentences));
}

const holds: Readonly<
  Record<SupportVeto, (text: string, sentences: readonly QuotedSentence[]) => boolean>
> = {
  question: (text) => /\?["'”)]*$/.test(text),
  number: (text, sentences) => addsNumber(text, withHeadings(sentences)),
  symbol: (text, sentences) => {
    const source = withHeadings(sentences);
    return symbolsIn(text).some((symbol) => !holdsSymbol(symbol, source));
  },
  name: (text, sentences) => {
    const source = withHeadings(sentences);
    const present = termsIn(source);
    return namesOf(text).some(
      (name) => termsOf(name).some((term) => !present.has(term)) && !isSpeltOut(name, source),
    );
  },
  // It stops few of the overreaching claims, but four fifths of those that only put in a "not".
  denial: (text, sentences) =>
    !agreesInPolarity(text, sentences.map((sentence) => sentence.text).join('\n')),
  altered: (text, sentences) => {
    const present = termsIn(withHeadings(sentences));
    return sentences.some((sentence) => altersCopy(text, sentence.text, present));
  },
};

/** True when a short form stands in full in the source: "KV" for "key-value", "ID" for "identifier". */
function isSpeltOut(name: string, source: string): boolean {
  if (!/^\p{Lu}{2,5}s?$/u.test(name)) return false;
  const letters = name.replace(/s$/, '').toLowerCase();
  const words = wordsOf(source);
  const initials = words.map((word) => word.charAt(0)).join('');
  return initials.includes(letters) || words.some((word) => word.startsWith(letters));
}

/** Share of the statement's terms, all alike, that the sentences or their headings hold. */
export function heldShare(text: string, sentences: readonly QuotedSentence[]): number {
  return termShare(termsIn(text), termsIn(withHeadings(sentences)), new Map());
}

/** True for a copy in which words were exchanged for others, or with each other. */
function altersCopy(text: string, sentence: string, present: ReadonlySet<string>): boolean {
  if (normaliseQuote(sentence).includes(normaliseQuote(text))) return false;
  const mine = tellingWords(text);
  const theirs = tellingWords(sentence);
  const known = new Set(theirs);
  const held = mine.filter((word) => known.has(word)).length;
  if (held === mine.length) return !keepsOrder(mine, theirs);
  const alike = commonLength(mine, theirs) / Math.max(mine.length, 1);
  return (
    alike >= nearCopy &&
    mine.length <= theirs.length + 2 &&
    mine.some((word) => !known.has(word) && !present.has(word))
  );
}

function termsIn(text: string): Set<string> {
  return new Set(termsOf(plainFigures(text)));
}

function withHeadings(sentences: readonly QuotedSentence[]): string {
  return sentences.map(({ text, context }) => `${text}\n${context}`).join('\n');
}
