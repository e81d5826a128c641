/**
 * How far the quoted sentences support a statement. Terms decide, numbers and names among them; then
 * come the vetoes, for what terms cannot see: a changed figure, a denial, swapped roles, another
 * name, a changed symbol. A veto never leaves more than `partial`.
 */
import { normaliseQuote } from '../text/normalise-quote.ts';
import { termsOf } from '../text/terms.ts';
import { PARTIAL_FROM, type Statement, SUPPORTED_FROM, type Support } from '../types.ts';
import {
  agreesInPolarity,
  bareSymbols,
  namesOf,
  numbersIn,
  plainFigures,
  symbolsIn,
  tellingWords,
} from './deciding-words.ts';
import { termShare } from './term-share.ts';
import { commonLength, keepsOrder } from './word-order.ts';

export interface QuotedSentence {
  /** The sentence as the note has it. */
  readonly text: string;
  /** Title and headings above it: they may name what the sentence calls "it". */
  readonly context: string;
}

export interface SupportThresholds {
  /** Share of terms, 0 to 1. */
  readonly supportedFrom: number;
  readonly partialFrom: number;
  /** Cosine from which a share between the two is enough; for other words of the same meaning. */
  readonly cosineFrom: number;
}

export const defaultThresholds: SupportThresholds = {
  supportedFrom: SUPPORTED_FROM,
  partialFrom: PARTIAL_FROM,
  cosineFrom: 0.75,
};

export interface SupportOptions {
  /** Weight of terms; those that are not in it weigh 1. */
  readonly weights?: ReadonlyMap<string, number>;
  /** Cosine of two sentences; left out, terms alone decide. */
  readonly similarity?: ((left: string, right: string) => Promise<number>) | undefined;
  readonly thresholds?: SupportThresholds;
}

export interface MeasuredSupport {
  readonly support: Support;
  /** Share of the statement's terms, 0 to 1. */
  readonly share: number;
}

const unsupported: MeasuredSupport = { support: 'unsupported', share: 0 };

/** Without sentences, terms or an assertion there is no support. */
export async function measureSupport(
  statement: Pick<Statement, 'text' | 'layout'>,
  sentences: readonly QuotedSentence[],
  { weights = new Map(), similarity, thresholds = defaultThresholds }: SupportOptions = {},
): Promise<MeasuredSupport> {
  const { text, layout } = statement;
  if (sentences.length === 0) return unsupported;
  const quoted = sentences.map((sentence) => sentence.text).join('\n');
  if (layout === 'formula') return supportOfFormula(text, quoted);
  const terms = new Set(termsOf(plainFigures(text)));
  const said = new Set(termsOf(plainFigures(quoted)));
  // Headings name a subject; alone they state nothing.
  if (terms.size === 0 || ![...terms].some((term) => said.has(term))) return unsupported;
  const all = `${quoted}\n${sentences.map(({ context }) => context).join('\n')}`;
  const share = termShare(terms, new Set(termsOf(plainFigures(all))), weights);
  if (share < thresholds.partialFrom) return { support: 'unsupported', share };
  if (/\?["'”)]*$/.test(text) || isVetoed(text, sentences, quoted, all)) {
    return { support: 'partial', share };
  }
  if (share >= thresholds.supportedFrom) return { support: 'supported', share };
  const near = similarity ? await bestCosine(text, sentences, similarity) : -1;
  return { support: near >= thresholds.cosineFrom ? 'supported' : 'partial', share };
}

/** True when something turns the meaning, however many terms are shared. */
function isVetoed(
  text: string,
  sentences: readonly QuotedSentence[],
  quoted: string,
  all: string,
): boolean {
  const numbers = numbersIn(all);
  if ([...numbersIn(text)].some((number) => !numbers.has(number))) return true;
  if (!agreesInPolarity(text, quoted)) return true;
  const present = new Set(termsOf(plainFigures(all)));
  if (namesOf(text).some((name) => termsOf(name).some((term) => !present.has(term)))) return true;
  const bare = bareSymbols(all);
  if (symbolsIn(text).some((symbol) => !bare.includes(symbol))) return true;
  return sentences.some((sentence) => altersCopy(text, sentence.text, present));
}

/** Words of a near copy that stand in its source too; below it, a sentence is the writer's own. */
const nearCopy = 0.75;

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

function supportOfFormula(formula: string, quoted: string): MeasuredSupport {
  const bare = bareSymbols(formula);
  return bare !== '' && bareSymbols(quoted).includes(bare)
    ? { support: 'supported', share: 1 }
    : unsupported;
}

async function bestCosine(
  text: string,
  sentences: readonly QuotedSentence[],
  similarity: (left: string, right: string) => Promise<number>,
): Promise<number> {
  const cosines = await Promise.all(sentences.map((sentence) => similarity(text, sentence.text)));
  return Math.max(...cosines);
}
