/**
 * What separates a faithful rewording from overreach, as numbers from 0 to about 1, for the fitted
 * model in `support-model.json`. Word lists are `support-words.ts`; it decides nothing.
 */
import { stopWords } from '../text/stop-words.ts';
import { wordsOf } from '../text/terms.ts';
import { addsNumber, plainFigures, tellingWords } from './deciding-words.ts';
import {
  causeWords,
  comparingWords,
  negationsIn,
  smallClausesOf,
  stemOf,
  turnsOpposite,
} from './support-words.ts';
import { commonLength } from './word-order.ts';

export interface QuotedSentence {
  /** The sentence as the note has it. */
  readonly text: string;
  /** Title and headings above it: they may name what the sentence calls "it". */
  readonly context: string;
}

/** Cosine of two texts, -1 to 1. It is asked for single words and for clauses too. */
export type Similarity = (left: string, right: string) => Promise<number>;

export interface SupportFeatures {
  /** Mean over the statement's clauses: how far one clause of the source holds what the whole does. */
  readonly together: number;
  /** Share of the words in common that run in the same order. */
  readonly ordered: number;
  /** Share of the words of the sentence kept best that the statement says, in these or near words. */
  readonly kept: number;
  /** 1 when a figure of the statement stands nowhere in the source. */
  readonly number: number;
  /** 1 when one of the two denies more often than the other. */
  readonly denial: number;
  /** 1 when it gives a reason and the source none. */
  readonly cause: number;
  /** Words of comparison that the source lacks: none, one, or two and more, as 0, 0.5 and 1. */
  readonly comparison: number;
  /** 1 when an opposite stands in the place of a word of the source. */
  readonly opposite: number;
  /** Cosine to the best sentence; this one and those below are 0 without an encoder. */
  readonly cosine: number;
  /** Mean over the statement's clauses of the best cosine to the source or one of its clauses. */
  readonly clause: number;
  /** Lowest of the best cosines of the statement's words: how far its strangest word is off. */
  readonly strangest: number;
}

/** What an encoder tells. */
export const encodedFeatureNames = ['cosine', 'clause', 'strangest'] as const;

/** With the way in which each may push: a fit on few claims must not learn the opposite. */
export const supportSigns: Readonly<Record<keyof SupportFeatures, 1 | -1>> = {
  together: 1,
  ordered: 1,
  kept: 1,
  number: -1,
  denial: -1,
  cause: -1,
  comparison: -1,
  opposite: -1,
  cosine: 1,
  clause: 1,
  strangest: 1,
};

export const supportFeatureNames = Object.keys(supportSigns) as (keyof SupportFeatures)[];

/** What is read of a statement and of each sentence, in UTF-16 units; few are longer. */
const maxStatementChars = 600;
const maxSentenceChars = 1_200;
/** Bounds the pairs of words that are compared, and the words encoded, for one statement. */
const maxStatementWords = 40;
const maxSourceWords = 80;
/** Fewer words are no clause to be told by its meaning. */
const minClauseWords = 3;

/**
 * Without `similarity` words meet by their stems alone. O(n m) in the words of both, bounded by the
 * limits above; some 20 ms with the embedded encoder.
 */
export async function supportFeatures(
  statement: string,
  quoted: readonly QuotedSentence[],
  similarity?: Similarity | undefined,
): Promise<SupportFeatures> {
  const text = statement.slice(0, maxStatementChars);
  const sentences = quoted.map((sentence) => ({
    ...sentence,
    text: sentence.text.slice(0, maxSentenceChars),
  }));
  const source = sentences.map((sentence) => sentence.text).join('\n');
  const headings = sentences.map(({ context }) => context).join('\n');
  const all = `${source}\n${headings}`;
  const nearness = await nearnessOf(
    contentWords(text).slice(0, maxStatementWords),
    contentWords(source).slice(0, maxSourceWords),
    similarity,
  );
  const words = wordsOf(text);
  const theirs = new Set(wordsOf(source));
  const gained = (among: ReadonlySet<string>): number =>
    new Set(words.filter((word) => among.has(word) && !theirs.has(word))).size;
  const lexical = {
    together: togetherness(text, source, nearness),
    ordered: orderOf(text, source),
    kept: Math.max(0, ...sentences.map((sentence) => keptOf(sentence.text, text, nearness))),
    number: Number(addsNumber(text, all)),
    denial: Number(negationsIn(text) !== negationsIn(source)),
    cause: Number(gained(causeWords) > 0 && ![...theirs].some((word) => causeWords.has(word))),
    comparison: Math.min(2, gained(comparingWords)) / 2,
    opposite: Number(
      turnsOpposite(new Set(words.map(stemOf)), new Set(wordsOf(source).map(stemOf))),
    ),
  };
  if (similarity === undefined) return { ...lexical, cosine: 0, clause: 0, strangest: 0 };
  const named = new Set(wordsOf(headings).map(stemOf));
  const bests = contentWords(text)
    .slice(0, maxStatementWords)
    .map((word) => (named.has(stemOf(word)) ? 1 : best(word, contentWords(source), nearness)));
  return {
    ...lexical,
    cosine: await bestCosine(
      text,
      sentences.map((sentence) => sentence.text),
      similarity,
    ),
    clause: await clauseCosine(text, source, similarity),
    strangest: Math.min(1, ...bests),
  };
}

/** How near two words are in meaning, 0 to 1; 1 for one stem. */
type Nearness = (left: string, right: string) => number;

async function nearnessOf(
  mine: readonly string[],
  theirs: readonly string[],
  similarity: Similarity | undefined,
): Promise<Nearness> {
  const stems = new Map<string, string>();
  const stem = (word: string): string => {
    const known = stems.get(word) ?? stemOf(word);
    stems.set(word, known);
    return known;
  };
  const known = new Map<string, number>();
  if (similarity !== undefined) {
    const pairs = mine.flatMap((left) => theirs.map((right) => [left, right] as const));
    await Promise.all(
      pairs.map(async ([left, right]) => {
        const key = `${left} ${right}`;
        if (known.has(key) || stem(left) === stem(right)) return;
        known.set(key, 0);
        known.set(key, Math.max(0, await similarity(left, right)));
      }),
    );
  }
  return (left, right) => (stem(left) === stem(right) ? 1 : (known.get(`${left} ${right}`) ?? 0));
}

function contentWords(text: string): string[] {
  return [...new Set(wordsOf(plainFigures(text)))].filter((word) => !stopWords.has(word));
}

function best(word: string, among: readonly string[], near: Nearness): number {
  return Math.max(0, ...among.map((other) => near(word, other)));
}

function mean(values: readonly number[]): number {
  return values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length;
}

function keptOf(sentence: string, text: string, near: Nearness): number {
  const mine = contentWords(text);
  return mean(
    contentWords(sentence).map((word) => Math.max(0, ...mine.map((own) => near(own, word)))),
  );
}

/** A swapped pair stands in two clauses of the source where the statement has it in one. */
function togetherness(text: string, source: string, near: Nearness): number {
  const clauses = smallClausesOf(text)
    .map(contentWords)
    .filter((words) => words.length >= 2);
  if (clauses.length === 0) return 1;
  const theirs = smallClausesOf(source).map(contentWords);
  const all = contentWords(source);
  return mean(
    clauses.map((words) => {
      const whole = mean(words.map((word) => best(word, all, near)));
      const single = theirs.map((clause) => mean(words.map((word) => best(word, clause, near))));
      return whole === 0 ? 0 : Math.max(0, ...single) / whole;
    }),
  );
}

function orderOf(text: string, source: string): number {
  const mine = tellingWords(text);
  const theirs = tellingWords(source);
  const shared = new Set(mine.filter((word) => theirs.includes(word) && !stopWords.has(word)));
  if (shared.size < 2) return 1;
  const left = mine.filter((word) => shared.has(word));
  const right = theirs.filter((word) => shared.has(word));
  return commonLength(left, right) / Math.min(left.length, right.length);
}

async function bestCosine(
  text: string,
  among: readonly string[],
  similarity: Similarity,
): Promise<number> {
  const cosines = await Promise.all(among.map((other) => similarity(text, other)));
  return Math.max(0, ...cosines);
}

async function clauseCosine(text: string, source: string, similarity: Similarity) {
  const long = (clause: string): boolean => wordsOf(clause).length >= minClauseWords;
  const mine = smallClausesOf(text).filter(long);
  const theirs = [source, ...smallClausesOf(source).filter(long)];
  const clauses = mine.length > 0 ? mine : [text];
  return mean(await Promise.all(clauses.map((clause) => bestCosine(clause, theirs, similarity))));
}
