import { findNormalised } from '../text/normalise-quote.ts';
import type { CitationStatus, Span } from '../types.ts';

export interface VerifiedQuote extends Span {
  readonly status: CitationStatus;
  /** The source's own words, or the claimed ones when they were not found. */
  readonly quote: string;
}

/**
 * Checks a quotation against the text that it claims to come from, inside `within` only: letter for
 * letter, then after normalising case, spaces, dashes, quotation marks and Markdown. Never fuzzily.
 */
export function verifyQuote(text: string, within: Span, quote: string): VerifiedQuote {
  const part = text.slice(within.start, within.end);
  const exact = quote === '' ? -1 : part.indexOf(quote);
  if (exact !== -1) {
    const start = within.start + exact;
    return { status: 'verified', quote, start, end: start + quote.length };
  }
  const near = findNormalised(part, quote);
  if (near === undefined)
    return { status: 'unverified', quote, start: within.start, end: within.start };
  const start = within.start + near.start;
  const end = within.start + near.end;
  return { status: 'repaired', quote: text.slice(start, end), start, end };
}
