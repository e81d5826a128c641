/** How much the golden questions give away: words shared with retrieval keys and with their gold. */
import { queryTermsOf, termsOf } from '../text/terms.ts';
import type { Document } from '../types.ts';
import type { GoldenQuestion } from './golden.ts';
import { percentile } from './metrics.ts';

export interface Overlap {
  readonly median: number;
  readonly p95: number;
  readonly highest: number;
}

export interface QuestionOverlaps {
  /** Shared terms over all terms (Jaccard) with the most similar retrieval key of any section. */
  readonly keys: Overlap;
  /** Share of the question's terms that stand in its gold quote. */
  readonly gold: Overlap;
}

export function overlapsOf(
  questions: readonly GoldenQuestion[],
  documents: Iterable<Pick<Document, 'sections'>>,
): QuestionOverlaps {
  const keys = [...documents]
    .flatMap(({ sections }) => sections.flatMap((section) => section.keys))
    .map((key) => new Set(queryTermsOf(key).map(({ term }) => term)));
  const asked = questions.map(({ question, gold }) => ({
    terms: queryTermsOf(question).map(({ term }) => term),
    quotes: gold.flatMap(({ quote }) => (quote === undefined ? [] : [new Set(termsOf(quote))])),
  }));
  const shared = (terms: readonly string[], among: ReadonlySet<string>): number =>
    terms.filter((term) => among.has(term)).length;
  return {
    keys: spread(
      asked.map(({ terms }) =>
        keys.reduce((most, key) => {
          const common = shared(terms, key);
          return Math.max(most, common / Math.max(terms.length + key.size - common, 1));
        }, 0),
      ),
    ),
    gold: spread(
      asked
        .filter(({ quotes }) => quotes.length > 0)
        .map(({ terms, quotes }) =>
          Math.max(...quotes.map((quote) => shared(terms, quote) / Math.max(terms.length, 1))),
        ),
    ),
  };
}

function spread(values: readonly number[]): Overlap {
  return {
    median: percentile(values, 0.5),
    p95: percentile(values, 0.95),
    highest: Math.max(0, ...values),
  };
}
