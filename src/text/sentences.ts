/**
 * Sentences of a Markdown text with their exact spans. Blocks come first (a sentence never crosses a
 * paragraph, an item or a row), then `Intl.Segmenter`, then joins where it broke after an
 * abbreviation or inside a formula.
 */
import type { Span } from '../types.ts';

export interface Sentence extends Span {
  /** What kind of block holds it. */
  readonly block: 'paragraph' | 'item' | 'row' | 'code' | 'heading' | 'formula';
  /** Position of the block in the text; sentences of one block share it. */
  readonly blockOrdinal: number;
}

const segmenter = new Intl.Segmenter('en', { granularity: 'sentence' });
const abbreviation =
  /(?:\b(?:e\.g|i\.e|cf|vs|etc|et al|al|v|Fig|Eq|Sec|No|Dr|Mr|Mrs|Ms|Prof|Inc|Ltd|approx|resp|Art|arts?|pp|ca|St|U\.S|U\.K)\.|\b[A-Z]\.)["')\]]*\s*$/;

/**
 * Splits `text`; spans are relative to it and trimmed of white space, block markers (`- `, `1. `,
 * `> `) and heading marks. Rows of tables, code fences and displayed formulas come whole.
 */
export function sentencesOf(text: string): Sentence[] {
  const sentences: Sentence[] = [];
  let ordinal = 0;
  for (const block of blocksOf(text)) {
    if (block.block === 'paragraph' || block.block === 'item') {
      for (const span of splitProse(text, block)) {
        sentences.push({ ...span, block: block.block, blockOrdinal: ordinal });
      }
    } else if (block.end > block.start) {
      sentences.push({ ...block, blockOrdinal: ordinal });
    }
    ordinal += 1;
  }
  return sentences;
}

type Block = Span & { readonly block: Sentence['block'] };

const fence = /^\s*(```|~~~)/;
const itemMarker = /^\s*(?:[-*+]|\d{1,9}[.)])\s+/;
const quoteMarker = /^\s*(?:>\s?)+/;
const headingMarker = /^\s{0,3}#{1,6}\s+/;

function* blocksOf(text: string): Generator<Block> {
  let open: { start: number; end: number; block: 'paragraph' | 'item' } | undefined;
  let closing: { mark: string; start: number; block: 'code' | 'formula' } | undefined;
  for (const line of linesOf(text)) {
    const content = text.slice(line.start, line.end);
    if (closing !== undefined) {
      if (content.trim().startsWith(closing.mark)) {
        yield trimmed(text, { start: closing.start, end: line.end }, closing.block);
        closing = undefined;
      }
      continue;
    }
    const fenced = fence.exec(content);
    const formula = content.trim() === '$$';
    const displayed = /^\s*\$\$.+\$\$\s*$/.test(content);
    const heading = headingMarker.exec(content);
    const item = itemMarker.exec(content);
    const row = /^\s*\|/.test(content);
    if (
      open &&
      (fenced || formula || displayed || heading || item || row || content.trim() === '')
    ) {
      yield trimmed(text, open, open.block);
      open = undefined;
    }
    if (fenced || formula) {
      closing = {
        mark: fenced?.[1] ?? '$$',
        start: line.start,
        block: fenced ? 'code' : 'formula',
      };
    } else if (displayed) {
      yield trimmed(text, line, 'formula');
    } else if (heading) {
      yield trimmed(text, { start: line.start + heading[0].length, end: line.end }, 'heading');
    } else if (row) {
      if (!/^[\s|:-]+$/.test(content)) yield trimmed(text, line, 'row');
    } else if (item) {
      open = { start: line.start + item[0].length, end: line.end, block: 'item' };
    } else if (content.trim() !== '') {
      if (open) open.end = line.end;
      else {
        const lead = quoteMarker.exec(content)?.[0].length ?? 0;
        open = { start: line.start + lead, end: line.end, block: 'paragraph' };
      }
    }
  }
  if (closing) yield trimmed(text, { start: closing.start, end: text.length }, closing.block);
  if (open) yield trimmed(text, open, open.block);
}

function* linesOf(text: string): Generator<Span> {
  let start = 0;
  while (start < text.length) {
    const newline = text.indexOf('\n', start);
    const end = newline === -1 ? text.length : newline;
    yield { start, end };
    start = end + 1;
  }
}

function splitProse(text: string, span: Span): Span[] {
  const parts: { start: number; end: number }[] = [];
  for (const piece of segmenter.segment(text.slice(span.start, span.end))) {
    const start = span.start + piece.index;
    const end = start + piece.segment.length;
    const last = parts.at(-1);
    if (last && continues(text, last, start)) last.end = end;
    else parts.push({ start, end });
  }
  return parts
    .map((part) => trimmed(text, part, 'paragraph'))
    .filter((part) => part.end > part.start)
    .map(({ start, end }) => ({ start, end }));
}

/** True when what stands before `next` does not end a sentence. */
function continues(text: string, last: Span, next: number): boolean {
  const before = text.slice(last.start, last.end);
  if (abbreviation.test(before)) return true;
  if (/[\p{Ll}\p{N},;(]/u.test(text.charAt(next)) && !/[.!?]["')\]*_]*\s*\n/.test(before)) {
    return /^\p{Ll}|^[,;(]/u.test(text.slice(next, next + 1)) || /\d\.\s*$/.test(before);
  }
  const displays = before.match(/(?<!\\)\$\$/g)?.length ?? 0;
  const dollars = before.replaceAll('$$', '').match(/(?<!\\)\$/g)?.length ?? 0;
  const ticks = before.match(/`/g)?.length ?? 0;
  if (displays % 2 === 1 || dollars % 2 === 1 || ticks % 2 === 1) return true;
  // A line break inside a paragraph is a space in Markdown, and the segmenter breaks at it.
  return !/[.!?:…。！？]["')\]*_”’]*\s*$/u.test(before);
}

function trimmed<Kind extends Sentence['block']>(text: string, span: Span, block: Kind) {
  let { start, end } = span;
  while (start < end && /\s/.test(text.charAt(start))) start += 1;
  while (end > start && /\s/.test(text.charAt(end - 1))) end -= 1;
  return { start, end, block };
}
