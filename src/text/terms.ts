/**
 * Text to index terms, alike for documents and questions: compatibility forms folded, accents
 * dropped, lower case, split at anything that is neither letter nor digit, English stop words out,
 * Porter stems in. Scripts without spaces give overlapping pairs of characters.
 */
import { stemmer } from 'stemmer';
import { askingWords, stopWords } from './stop-words.ts';

const word = /[\p{L}\p{N}]+/gu;
const unspaced = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]/u;
const ascii = /^[a-z]+$/;
const maxWordLength = 64;
const stemCacheLimit = 200_000;
const stems = new Map<string, string>();

/** `'The GANs were trained'` -> `['gan', 'train']`. Order and repetitions are kept. */
export function termsOf(text: string): string[] {
  const terms: string[] = [];
  for (const token of wordsOf(text)) {
    if (stopWords.has(token)) continue;
    if (unspaced.test(token)) pushPairs(token, terms);
    else terms.push(stem(token));
  }
  return terms;
}

/** A word of a question with the term it searches for. */
export interface QueryTerm {
  readonly word: string;
  readonly term: string;
}

/**
 * The distinct terms of a question, in order of first use, without words that only ask. When nothing
 * else is left, the asking words count.
 */
export function queryTermsOf(question: string): QueryTerm[] {
  const all = wordsOf(question);
  const content = all.filter((token) => !stopWords.has(token) && !askingWords.has(token));
  const chosen = content.length > 0 ? content : all.filter((token) => !stopWords.has(token));
  const found = new Map<string, QueryTerm>();
  for (const token of chosen) {
    for (const term of termsOf(token)) {
      if (!found.has(term)) found.set(term, { word: token, term });
    }
  }
  return [...found.values()];
}

/** Lower-case words without accents, stop words included. */
export function wordsOf(text: string): string[] {
  const folded = text
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .toLowerCase();
  const words = folded.match(word) ?? [];
  return words.filter((token) => token.length <= maxWordLength);
}

function stem(token: string): string {
  if (!ascii.test(token)) return token;
  let stemmed = stems.get(token);
  if (stemmed === undefined) {
    if (stems.size >= stemCacheLimit) stems.clear();
    stemmed = stemmer(token);
    stems.set(token, stemmed);
  }
  return stemmed;
}

function pushPairs(token: string, terms: string[]): void {
  const characters = [...token];
  if (characters.length === 1) terms.push(token);
  for (let at = 0; at + 1 < characters.length; at += 1) {
    terms.push(`${characters[at]}${characters[at + 1]}`);
  }
}
