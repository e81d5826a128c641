/**
 * How far the quoted sentences support a statement. A sentence copied whole is supported. One of
 * which every term stands in theirs is too; of a free wording a fitted model gives the probability.
 * Over both stand the vetoes of `support-vetoes.ts`: they never leave more than `partial`.
 */
import { normaliseQuote } from '../text/normalise-quote.ts';
import { sentencesOf } from '../text/sentences.ts';
import { termsOf } from '../text/terms.ts';
import type { Statement, Support } from '../types.ts';
import { formulasIn, plainFigures } from './deciding-words.ts';
import { type QuotedSentence, type Similarity, supportFeatures } from './support-features.ts';
import { loadSupportModel, supportProbability } from './support-model.ts';
import { heldShare, vetoOf } from './support-vetoes.ts';

export interface SupportThresholds {
  /** Least probability, 0 to 1. */
  readonly supportedFrom: number;
  readonly partialFrom: number;
}

export interface SupportOptions {
  /** Left out, words alone decide, with weights of their own. */
  readonly similarity?: Similarity | undefined;
  /** Those of the fitted model unless given. */
  readonly thresholds?: SupportThresholds | undefined;
}

export interface MeasuredSupport {
  readonly support: Support;
  /** Probability that the sentences support the statement, 0 to 1; vetoes do not change it. */
  readonly score: number;
}

const unsupported: MeasuredSupport = { support: 'unsupported', score: 0 };
const model = loadSupportModel();

/** Without sentences, terms, an assertion or a single term in common there is no support. */
export async function measureSupport(
  { text, layout }: Pick<Statement, 'text' | 'layout'>,
  sentences: readonly QuotedSentence[],
  { similarity, thresholds }: SupportOptions = {},
): Promise<MeasuredSupport> {
  if (sentences.length === 0) return unsupported;
  if (layout === 'formula') return supportOfFormula(text, sentences);
  const quoted = sentences.map((sentence) => sentence.text).join('\n');
  const terms = termsIn(text);
  const said = termsIn(quoted);
  // Headings name a subject; alone they state nothing.
  if (![...terms].some((term) => said.has(term))) return unsupported;
  if (copiesWhole(text, sentences)) return { support: 'supported', score: 1 };
  const vetoed = vetoOf(text, sentences) !== undefined;
  if (!vetoed && heldShare(text, sentences) === 1) return { support: 'supported', score: 1 };
  const weights = similarity ? model.encoded : model.lexical;
  const score = supportProbability(await supportFeatures(text, sentences, similarity), weights);
  const { supportedFrom, partialFrom } = thresholds ?? weights;
  if (score < partialFrom) return { support: 'unsupported', score };
  const support = score >= supportedFrom && !vetoed ? 'supported' : 'partial';
  return { support, score };
}

/** True for an assertion that is one of the source's sentences as it stands: nothing was left out. */
function copiesWhole(text: string, sentences: readonly QuotedSentence[]): boolean {
  const copy = bareCopy(text);
  return (
    !/\?["'”)]*$/.test(text) &&
    sentences.some((sentence) =>
      [{ start: 0, end: sentence.text.length }, ...sentencesOf(sentence.text)].some(
        ({ start, end }) => bareCopy(sentence.text.slice(start, end)) === copy,
      ),
    )
  );
}

function bareCopy(text: string): string {
  return normaliseQuote(text).replace(/[.!;:,]+$/, '');
}

function termsIn(text: string): Set<string> {
  return new Set(termsOf(plainFigures(text)));
}

/** Only the whole of a formula: a part of one says something else. */
function supportOfFormula(text: string, sentences: readonly QuotedSentence[]): MeasuredSupport {
  const [formula = ''] = formulasIn(text);
  const stands = sentences.some((sentence) => formulasIn(sentence.text).includes(formula));
  return formula !== '' && stands ? { support: 'supported', score: 1 } : unsupported;
}
