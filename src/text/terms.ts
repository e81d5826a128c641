/**
 * Text to index terms, alike for documents and questions: compatibility forms folded, accents
 * dropped, lower case, split at anything that is neither letter nor digit, English stop words out,
 * British and American spellings folded, Porter stems in. A hyphenated word counts in its parts and
 * joined, so that `fine-tuning`, `fine tuning` and `finetuning` meet. Scripts without spaces give overlapping pairs of characters.
 */
import { stemmer } from 'stemmer';
import { foldSpelling } from './fold-spelling.ts';
import { askingWords, stopWords } from './stop-words.ts';

const word = /[\p{L}\p{N}]+/gu;
const hyphenated = /(?<![a-z-])[a-z]{2,20}(?:-[a-z]{2,20}){1,2}(?![a-z-])/g;
const unspaced = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]/u;
const ascii = /^[a-z]+$/;
const maxWordLength = 64;
const stemCacheLimit = 200_000;
const stems = new Map<string, string>();

/**
 * `'The GANs were trained'` -> `['gan', 'train']`. Order and repetitions are kept; joined forms of
 * hyphenated words come last: `'fine-tuned'` -> `['fine', 'tune', 'finetun']`.
 */
export function termsOf(text: string): string[] {
  const terms: string[] = [];
  const folded = foldCase(text);
  for (const token of splitWords(folded)) {
    if (stopWords.has(token)) continue;
    if (unspaced.test(token)) pushPairs(token, terms);
    else terms.push(stem(token));
  }
  for (const token of compoundsOf(folded)) terms.push(stem(token));
  return terms;
}

/** A word of a question with the term it searches for. */
export interface QueryTerm {
  readonly word: string;
  readonly term: string;
  /** The joined form of a hyphenated word: searched where the library writes it, else no loss. */
  readonly compound: boolean;
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
  const add = (tokens: readonly string[], compound: boolean): void => {
    for (const token of tokens) {
      for (const term of termsOf(token)) {
        if (!found.has(term)) found.set(term, { word: token, term, compound });
      }
    }
  };
  add(chosen, false);
  add(compoundsOf(foldCase(question)), true);
  return [...found.values()];
}

/** Lower-case words without accents, stop words included. */
export function wordsOf(text: string): string[] {
  return splitWords(foldCase(text));
}

function foldCase(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .toLowerCase();
}

function splitWords(folded: string): string[] {
  const words = folded.match(word) ?? [];
  return words.filter((token) => token.length <= maxWordLength);
}

function compoundsOf(folded: string): string[] {
  return folded.includes('-')
    ? (folded.match(hyphenated) ?? []).map((found) => found.replaceAll('-', ''))
    : [];
}

function stem(token: string): string {
  if (!ascii.test(token)) return token;
  let stemmed = stems.get(token);
  if (stemmed === undefined) {
    if (stems.size >= stemCacheLimit) stems.clear();
    stemmed = stemmer(foldSpelling(token));
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
