/** How conversations are searched: words of a query, the folded text they are looked for in, excerpts. */
import { plainText } from '../text/plain-text.ts';
import type { AnsweredQuestion } from '../types.ts';
import { storableText } from './storable-text.ts';

/** Length of an excerpt without its ellipses, in UTF-16 units; a little less at a cut pair. */
const excerptChars = 120;
/** Units of it before the hit. */
const leadChars = 40;

/**
 * The text without the difference of case, in any script. The final sigma is the one letter that
 * lower-casing writes by its neighbours, so a word would not be found inside a longer one.
 */
export function foldCase(text: string): string {
  return text.toLowerCase().replaceAll('ς', 'σ');
}

/** The folded words of a query, each once. Empty for a query of white space. */
export function searchWords(query: string): string[] {
  return [...new Set(foldCase(storableText(query)).split(/\s+/u))].filter((word) => word !== '');
}

/** What a turn says, as a reader sees it: the question, and below it the answer without markers. */
export function textOfTurn(question: string, answer: AnsweredQuestion['answer'] | null): string {
  if (!answer) return question;
  const statements = answer.statements.map(({ text }) => plainText(text)).join(' ');
  return storableText(`${question}\n${statements === '' ? answer.text : statements}`);
}

/**
 * Some 120 units of the text in one line, around where the first of the words occurs; ellipses where
 * it is cut. Never half a surrogate pair. From the start where none occurs.
 */
export function excerptOf(text: string, words: readonly string[]): string {
  const line = text.replace(/\s+/gu, ' ').trim();
  const hit = firstHit(line, words);
  const start = outsidePair(
    line,
    Math.max(0, Math.min(hit - leadChars, line.length - excerptChars)),
  );
  const end = outsidePair(line, Math.min(line.length, start + excerptChars));
  return `${start > 0 ? '…' : ''}${line.slice(start, end).trim()}${end < line.length ? '…' : ''}`;
}

/** Where the first hit begins in the text itself: folding may change lengths (İ has two units folded). */
function firstHit(text: string, words: readonly string[]): number {
  const folded = foldCase(text);
  const hits = words.map((word) => folded.indexOf(word)).filter((at) => at !== -1);
  const hit = hits.length === 0 ? 0 : Math.min(...hits);
  if (folded.length === text.length) return hit;
  let [at, foldedAt] = [0, 0];
  for (const character of text) {
    foldedAt += foldCase(character).length;
    if (foldedAt > hit) break;
    at += character.length;
  }
  return at;
}

/** The position, or the one before it where it would fall into a surrogate pair. */
function outsidePair(text: string, at: number): number {
  return /^[\uDC00-\uDFFF]/.test(text.charAt(at)) && at > 0 ? at - 1 : at;
}
