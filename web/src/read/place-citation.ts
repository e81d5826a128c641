/** Where a citation's words stand in the text as it is now. */
import type { Citation, DocumentText } from '../../../src/serve/contract.ts';

export interface PlacedCitation {
  readonly citation: Citation;
  /** The text is not the one that the quote was checked against. */
  readonly changed: boolean;
  /** Where the quoted words stand, in UTF-16 units; absent where they do not. */
  readonly span?: { readonly start: number; readonly end: number };
}

/**
 * The cited span where the text is the same. In a changed text the quote is searched letter for
 * letter, and the finding nearest to its old place is taken. An unverified quote stands nowhere.
 */
export function placeCitation(
  document: Pick<DocumentText, 'text' | 'contentHash'>,
  citation: Citation,
): PlacedCitation {
  const changed = document.contentHash !== citation.contentHash;
  if (citation.status === 'unverified' || citation.quote === '') return { citation, changed };
  const { start, end, quote } = citation;
  if (document.text.slice(start, end) === quote) return { citation, changed, span: { start, end } };
  const found = nearest(document.text, quote, start);
  if (found === undefined) return { citation, changed };
  return { citation, changed, span: { start: found, end: found + quote.length } };
}

function nearest(text: string, words: string, place: number): number | undefined {
  const after = text.indexOf(words, place);
  const before = text.lastIndexOf(words, place);
  if (after === -1) return before === -1 ? undefined : before;
  return before === -1 || after - place < place - before ? after : before;
}
