/**
 * Claim -> statement with checked citations. A quotation is sought in the passage that it names and
 * nowhere else; what the reader is shown are the source's own sentences around it. A claim without a
 * quotation is tied to a sentence only when that sentence holds all of it. Nothing is ever guessed.
 */
import { pageField } from '../text/page-at.ts';
import { sentencesOf } from '../text/sentences.ts';
import { termsOf } from '../text/terms.ts';
import { type Citation, type Document, PARTIAL_FROM, type Span, type Statement } from '../types.ts';
import type { Claim, ClaimedQuote } from './claims.ts';
import type { EvidencePassage } from './contract.ts';
import {
  agreesInPolarity,
  dropsNarrowing,
  formulasIn,
  holdsSymbol,
  numbersIn,
  plainFigures,
  symbolsIn,
  tellingWords,
} from './deciding-words.ts';
import { visibleText } from './marked-passages.ts';
import { measureSupport, type SupportThresholds } from './support.ts';
import type { QuotedSentence, Similarity } from './support-features.ts';
import { termShare } from './term-share.ts';
import { type VerifiedQuote, verifyQuote } from './verify-quote.ts';
import { isSubsequence } from './word-order.ts';

export interface Grounds {
  /** What the model was shown, by the id under which it was shown. */
  readonly passages: ReadonlyMap<string, EvidencePassage>;
  readonly documents: ReadonlyMap<string, Document>;
  readonly similarity?: Similarity | undefined;
  /** Weights of terms, for sentences without a quotation; all weigh alike without it. */
  readonly termWeights?:
    | ((terms: readonly string[]) => Promise<ReadonlyMap<string, number>>)
    | undefined;
  readonly thresholds?: SupportThresholds | undefined;
}

/** A citation that has no number yet. */
export type GroundedCitation = Omit<Citation, 'marker'>;

export interface GroundedClaim {
  readonly statement: Omit<Statement, 'citations'>;
  /** Each span once, in order of use. */
  readonly citations: readonly GroundedCitation[];
  /** Claimed quotations found as they are, after normalising, and not at all. */
  readonly quotes: { readonly found: number; readonly repaired: number; readonly failed: number };
  /** Those that were found nowhere in the passage they name, or name none. */
  readonly failed: readonly ClaimedQuote[];
}

/** Fewer terms than this say too little to be tied to a sentence without a quotation. */
const minAlignedTerms = 3;

export async function groundClaim(claim: Claim, grounds: Grounds): Promise<GroundedClaim> {
  const worded = claim.quotes.filter(({ text }) => text !== '');
  const unknown = claim.quotes.filter(({ passageId }) => !grounds.passages.has(passageId));
  const checked = worded.map((quote) => ({ quote, at: placeOf(quote, grounds) }));
  const found = checked.flatMap(({ at }) => (at?.status === 'unverified' ? [] : (at ?? [])));
  const failed = [
    ...checked.filter(({ at }) => at === undefined || at.status === 'unverified'),
    ...unknown.filter(({ text }) => text === '').map((quote) => ({ quote })),
  ].map(({ quote }) => quote);
  const quotes = {
    found: found.filter(({ status }) => status === 'verified').length,
    repaired: found.filter(({ status }) => status === 'repaired').length,
    failed: failed.length,
  };
  if (worded.length === 0 && failed.length === 0) return align(claim, grounds);
  const { support, score } = await measureSupport(
    claim,
    found.map((place) => place.sentence),
    grounds,
  );
  return {
    statement: {
      text: claim.text,
      layout: claim.layout,
      support: failed.length > 0 && support === 'supported' ? 'partial' : support,
      supportScore: score,
    },
    citations: distinct(checked.flatMap(({ at }) => at?.citation ?? [])),
    quotes,
    failed,
  };
}

interface Place {
  readonly status: Citation['status'];
  readonly citation: GroundedCitation;
  readonly sentence: QuotedSentence;
}

/** Where a quotation stands in the passage it names; undefined when there is no such passage. */
function placeOf(quote: ClaimedQuote, { passages, documents }: Grounds): Place | undefined {
  const passage = passages.get(quote.passageId);
  const document = passage && documents.get(passage.documentId);
  if (passage === undefined || document === undefined) return undefined;
  const place = findWhole(document.text, passage, quote.text);
  const status = place?.status ?? 'unverified';
  const span = place ? wholeSentences(document.text, passage, place) : emptyAt(passage.start);
  const text = place ? document.text.slice(span.start, span.end) : quote.text;
  return {
    status,
    citation: citationOf(passage, document, span, text, status),
    sentence: { text, context: contextOf(passage) },
  };
}

/** As `verifyQuote`, but never in the middle of a word or a number. */
function findWhole(text: string, within: Span, quote: string): VerifiedQuote | undefined {
  for (let { start } = within; start < within.end; ) {
    const place = verifyQuote(text, { start, end: within.end }, quote);
    if (place.status === 'unverified') break;
    if (isWhole(text, place)) return place;
    start = place.start + 1;
  }
  return findVisible(text, within, quote);
}

/** Where the note has characters that nobody sees, the model was shown it without them. */
function findVisible(text: string, within: Span, quote: string): VerifiedQuote | undefined {
  const part = text.slice(within.start, within.end);
  const visible = visibleText(part);
  if (visible.text === part) return undefined;
  const inner = findWhole(visible.text, { start: 0, end: visible.text.length }, quote);
  if (inner === undefined) return undefined;
  const start = within.start + (visible.offsets[inner.start] ?? 0);
  const end = within.start + (visible.offsets[inner.end - 1] ?? 0) + 1;
  return { status: 'repaired', quote: text.slice(start, end), start, end };
}

function isWhole(text: string, { start, end }: Span): boolean {
  const joined = (left: string, right: string): boolean =>
    /[\p{L}\p{N}]/u.test(left) && /[\p{L}\p{N}]/u.test(right);
  if (joined(text.charAt(start - 1), text.charAt(start))) return false;
  if (joined(text.charAt(end - 1), text.charAt(end))) return false;
  const figureGoesOn = /\d$/.test(text.slice(start, end)) && /^[.,]\d/.test(text.slice(end));
  const figureBegan = /^\d/.test(text.slice(start, end)) && /\d[.,]$/.test(text.slice(0, start));
  return !figureGoesOn && !figureBegan;
}

function wholeSentences(text: string, passage: Span, place: Span): Span {
  const part = text.slice(passage.start, passage.end);
  const touched = sentencesOf(part).filter(
    ({ start, end }) => passage.start + start < place.end && passage.start + end > place.start,
  );
  return {
    start: Math.min(place.start, passage.start + (touched[0]?.start ?? Number.POSITIVE_INFINITY)),
    end: Math.max(place.end, passage.start + (touched.at(-1)?.end ?? 0)),
  };
}

/** Ties a claim without a quotation to the one sentence that holds all of it, or flags it. */
async function align(claim: Claim, grounds: Grounds): Promise<GroundedClaim> {
  const named = claim.quotes.map(({ passageId }) => passageId);
  const passages = [...grounds.passages]
    .filter(([id]) => named.length === 0 || named.includes(id))
    .map(([, passage]) => passage);
  const quotes = { found: 0, repaired: 0, failed: 0 };
  const terms = new Set(termsOf(plainFigures(claim.text)));
  const weights = (await grounds.termWeights?.([...terms])) ?? new Map<string, number>();
  let share = 0;
  for (const passage of passages) {
    const document = grounds.documents.get(passage.documentId);
    if (document === undefined) continue;
    for (const sentence of sentencesOf(document.text.slice(passage.start, passage.end))) {
      if (sentence.block === 'heading') continue;
      const span = { start: passage.start + sentence.start, end: passage.start + sentence.end };
      const text = document.text.slice(span.start, span.end);
      if (holdsAll(text, claim)) {
        return {
          statement: {
            text: claim.text,
            layout: claim.layout,
            support: 'supported',
            supportScore: 1,
          },
          citations: [citationOf(passage, document, span, text, 'verified')],
          quotes,
          failed: [],
        };
      }
      share = Math.max(share, termShare(terms, new Set(termsOf(plainFigures(text))), weights));
    }
  }
  return {
    statement: {
      text: claim.text,
      layout: claim.layout,
      support: share >= PARTIAL_FROM ? 'partial' : 'unsupported',
      supportScore: share,
    },
    citations: [],
    quotes,
    failed: [],
  };
}

/** True when the sentence says all that the claim says, in its order and with nothing turned. */
function holdsAll(sentence: string, { text, layout }: Claim): boolean {
  // The whole of a formula: a part of one says something else.
  if (layout === 'formula') return formulasIn(sentence).includes(formulasIn(text)[0]!);
  if (/\?["'”)]*$/.test(text) || new Set(termsOf(text)).size < minAlignedTerms) return false;
  const numbers = numbersIn(sentence);
  return (
    isSubsequence(tellingWords(text), tellingWords(sentence)) &&
    [...numbersIn(text)].every((number) => numbers.has(number)) &&
    symbolsIn(text).every((symbol) => holdsSymbol(symbol, sentence)) &&
    agreesInPolarity(text, sentence) &&
    !dropsNarrowing(text, sentence)
  );
}

function contextOf({ title, headingPath }: EvidencePassage): string {
  return [title, ...headingPath].join('\n');
}

function citationOf(
  { documentId, uri, title, headingPath }: EvidencePassage,
  document: Document,
  { start, end }: Span,
  quote: string,
  status: Citation['status'],
): GroundedCitation {
  const { contentHash } = document;
  const page = pageField(document, start);
  return { documentId, uri, title, headingPath, ...page, contentHash, start, end, quote, status };
}

function emptyAt(start: number): Span {
  return { start, end: start };
}

function distinct(citations: readonly GroundedCitation[]): GroundedCitation[] {
  const first = new Map<string, GroundedCitation>();
  for (const citation of citations) {
    const key = keyOf(citation);
    if (!first.has(key)) first.set(key, citation);
  }
  return [...first.values()];
}

/** What two citations have in common when they are one to the reader. */
export function keyOf({ documentId, start, end, quote, status }: GroundedCitation): string {
  return `${documentId} ${start} ${end} ${status === 'unverified' ? quote : ''}`;
}
