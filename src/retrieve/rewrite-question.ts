/**
 * Question as asked -> question as searched: small talk left out, follow-ups made standalone,
 * misspelt words repaired.
 */
import type { LibraryReader, TermStatistics } from '../library/contract.ts';
import { type QueryTerm, queryTermsOf, wordsOf } from '../text/terms.ts';
import type { Turn } from '../types.ts';
import { spellOut } from './abbreviations.ts';
import { focusQuestion } from './focus-question.ts';
import { lastStandalone, leansOnHistory, withoutFiller } from './follow-up.ts';

export interface RewrittenQuestion {
  /** The question without the sentences that do not bear on it. */
  readonly asked: string;
  readonly leftOut: readonly string[];
  /** What the encoder sees. */
  readonly text: string;
  /** What the lexical search sees; distinct. */
  readonly terms: readonly string[];
  /** Words of the asker that the library does not know, and what was searched instead. */
  readonly repairs: readonly { readonly from: string; readonly to: string }[];
  /** Words that the library does not know and that resemble none of its own. */
  readonly unknownWords: readonly string[];
  /** The earlier question that this one was joined with, when it leans on it. */
  readonly joinedWith: string | null;
}

export interface RewriteOptions {
  readonly repairSpelling?: boolean;
  /** How well the library's best passage fits a sentence; without it nothing is left out. */
  readonly scoreOf?: ((sentence: string) => Promise<number>) | undefined;
}

/**
 * A question leans on the conversation when it is short and opens or points like a reply. Then the
 * last question that stood on its own is searched along with it.
 */
export async function rewriteQuestion(
  question: string,
  history: readonly Turn[],
  library: Pick<LibraryReader, 'termStatistics' | 'nearestWord' | 'documents' | 'document'>,
  { repairSpelling = true, scoreOf }: RewriteOptions = {},
): Promise<RewrittenQuestion> {
  const { text: focused, leftOut } = scoreOf
    ? await focusQuestion(question, scoreOf)
    : { text: question, leftOut: [] };
  const earlier = history.filter((turn) => turn.role === 'user').map((turn) => turn.text);
  const asked = earlier.length > 0 ? withoutFiller(focused) : focused;
  const joinedWith = earlier.length > 0 && leansOnHistory(focused) ? lastStandalone(earlier) : null;
  const joined = joinedWith === null ? asked : `${withoutFiller(joinedWith)} ${asked}`;
  const spelt = await spellOut(joined, library);
  const statisticsOf = (terms: readonly QueryTerm[]) =>
    library.termStatistics(terms.map(({ term }) => term));
  const written = queryTermsOf(spelt);
  const writtenStatistics = await statisticsOf(written);
  const repairs = repairSpelling ? await repairsOf(written, writtenStatistics, library) : [];
  const text = repairs.reduce((whole, { from, to }) => replaceWord(whole, from, to), spelt);
  const searched = repairs.length > 0 ? queryTermsOf(text) : written;
  const statistics = repairs.length > 0 ? await statisticsOf(searched) : writtenStatistics;
  const unknown = searched.filter((_, at) => statistics[at]!.documentFrequency === 0);
  return {
    asked,
    leftOut,
    text,
    terms: searched
      .filter((one) => !(one.compound && unknown.includes(one)))
      .map(({ term }) => term),
    repairs,
    unknownWords: unknown.filter(({ compound }) => !compound).map(({ word }) => word),
    joinedWith,
  };
}

/** The words that neither stand in the library nor share a stem with one of its words, repaired. */
async function repairsOf(
  written: readonly QueryTerm[],
  statistics: readonly TermStatistics[],
  library: Pick<LibraryReader, 'nearestWord'>,
): Promise<{ from: string; to: string }[]> {
  const repairs: { from: string; to: string }[] = [];
  for (const [at, { word, compound }] of written.entries()) {
    if (compound || statistics[at]!.documentFrequency > 0) continue;
    const near = await library.nearestWord(word);
    if (near !== undefined && near !== word) repairs.push({ from: word, to: near });
  }
  return repairs;
}

function replaceWord(text: string, from: string, to: string): string {
  return text.replace(/[\p{L}\p{N}\p{M}]+/gu, (word) => (wordsOf(word)[0] === from ? to : word));
}
