/**
 * Comparison of quotations that forgives what copying changes: case, runs of white space, kinds of
 * dash and quotation mark, and Markdown's emphasis and link syntax. Nothing else: a changed letter
 * or digit never matches.
 */
import type { Span } from '../types.ts';

interface Normalised {
  readonly text: string;
  /** `offsets[i]` is where character `i` of `text` begins in the original. */
  readonly offsets: readonly number[];
  /** `ends[i]` is where it ends. */
  readonly ends: readonly number[];
}

const plainMarks = new Map<string, string>();
for (const mark of '‘’‚‛′`´') plainMarks.set(mark, "'");
for (const mark of '“”„‟″«»') plainMarks.set(mark, '"');
const dashes = /[‐‑‒–—―−]/;

/** The normal form of a quotation, without offsets. */
export function normaliseQuote(text: string): string {
  return normalise(text).text.trim();
}

/**
 * Finds `quote` in `text` after normalising both.
 *
 * @returns the span of the first occurrence in the original, or undefined. An empty quote is never
 *   found.
 */
export function findNormalised(text: string, quote: string): Span | undefined {
  const needle = normaliseQuote(quote);
  if (needle === '') return undefined;
  const haystack = normalise(text);
  const at = haystack.text.indexOf(needle);
  if (at === -1) return undefined;
  const start = haystack.offsets[at];
  const end = haystack.ends[at + needle.length - 1];
  return start === undefined || end === undefined ? undefined : { start, end };
}

function normalise(text: string): Normalised {
  const hidden = hiddenSpans(text);
  let nextHidden = 0;
  const characters: string[] = [];
  const offsets: number[] = [];
  const ends: number[] = [];
  let at = 0;
  while (at < text.length) {
    const skip = hidden[nextHidden];
    if (skip && at >= skip.start) {
      at = Math.max(at, skip.end);
      nextHidden += 1;
      continue;
    }
    const point = String.fromCodePoint(text.codePointAt(at) as number);
    const folded = fold(point);
    const end = at + point.length;
    if (folded === ' ' && characters.at(-1) === ' ') {
      ends[ends.length - 1] = end;
    } else {
      for (const unit of folded.split('')) {
        characters.push(unit);
        offsets.push(at);
        ends.push(end);
      }
    }
    at = end;
  }
  return { text: characters.join(''), offsets, ends };
}

function fold(point: string): string {
  if (/\s/.test(point)) return ' ';
  if (dashes.test(point)) return '-';
  if (point === '…') return '...';
  return plainMarks.get(point) ?? point.toLowerCase();
}

/** Emphasis marks and the syntax of links: what a reader of the rendered text never sees. */
function hiddenSpans(text: string): Span[] {
  const spans: Span[] = [];
  const pattern = /(\*\*|__|\*(?=\S)|(?<=\S)\*)|(!?\[)([^\]\n]*)(\]\([^)\n]*\))/g;
  for (const match of text.matchAll(pattern)) {
    const start = match.index;
    if (match[1] !== undefined) {
      spans.push({ start, end: start + match[1].length });
    } else {
      const opening = match[2] ?? '';
      const closing = match[4] ?? '';
      spans.push({ start, end: start + opening.length });
      spans.push({ start: start + match[0].length - closing.length, end: start + match[0].length });
    }
  }
  return spans;
}
