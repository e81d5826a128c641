/**
 * Markdown text to blocks with exact offsets, in one pass over its lines. It knows the block
 * structure of CommonMark with tables and formulas, and nothing of inline syntax. A full parser took
 * several times as long for the same headings and blocks (docs/decisions/0003-block-scanner.md).
 */
import { plainText } from '../text/plain-text.ts';
import type { Block, Span } from '../types.ts';

export interface ScannedBlock extends Span {
  readonly kind: Block['kind'];
  readonly cuts: readonly number[];
  readonly headerEnd?: number;
  /** Present on headings. */
  readonly heading?: { readonly level: number; readonly text: string };
}

const atxHeading = /^ {0,3}(#{1,6})(?:[ \t]+(.*))?$/s;
const closingMarks = /(?:^|[ \t])#+$/;
const setextUnderline = /^ {0,3}(=+|-+)[ \t]*$/;
const rule = /^ {0,3}(?:(?:\*[ \t]*){3,}|(?:-[ \t]*){3,}|(?:_[ \t]*){3,})$/;
const fenceOpening = /^( *)(`{3,}|~{3,})([^`]*)$/;
const formulaLine = /^ {0,3}\$\$/;
const itemMarker = /^( {0,3})([-*+]|\d{1,9}[.)])([ \t]+|$)/;
const nestedItemMarker = /^(\s*)([-*+]|\d{1,9}[.)])([ \t]+|$)/;
const tableDelimiter = /^[ \t]*\|?[ \t]*:?-+:?[ \t]*(\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*$/;
const htmlOpening = /^ {0,3}<(?:!--|[?!]|\/?[A-Za-z][A-Za-z0-9-]*(?:[\s/>]|$))/;

interface Line extends Span {
  readonly text: string;
  readonly blank: boolean;
}

/** Blocks of `text` from offset `from` on, in order. Blank lines belong to no block. */
export function scanMarkdown(text: string, from = 0): ScannedBlock[] {
  const lines = linesOf(text, from);
  const blocks: ScannedBlock[] = [];
  let at = 0;
  while (at < lines.length) {
    const line = lines[at]!;
    if (line.blank) {
      at += 1;
      continue;
    }
    const [block, next] = readBlock(lines, at);
    blocks.push(block);
    at = next;
  }
  return blocks;
}

/** Lines without their line ends. */
function linesOf(text: string, from: number): Line[] {
  const lines: Line[] = [];
  let start = from;
  while (start < text.length) {
    const newline = text.indexOf('\n', start);
    const next = newline === -1 ? text.length : newline + 1;
    let end = newline === -1 ? text.length : newline;
    if (end > start && text.charCodeAt(end - 1) === 13) end -= 1;
    const content = text.slice(start, end);
    lines.push({ start, end, text: content, blank: content.trim() === '' });
    start = next;
  }
  return lines;
}

type Read = readonly [block: ScannedBlock, next: number];

function readBlock(lines: readonly Line[], at: number): Read {
  const line = lines[at]!;
  const heading = atxHeading.exec(line.text);
  if (heading) {
    const level = heading[1]!.length;
    const text = (heading[2] ?? '').trimEnd().replace(closingMarks, '');
    return [headingBlock(line, line.end, level, text), at + 1];
  }
  const fence = fenceOpening.exec(line.text);
  if (fence && fence[1]!.length <= 3)
    return spanOf(lines, at, endOfFence(lines, at, fence[2]!), 'code');
  if (formulaLine.test(line.text)) return spanOf(lines, at, endOfFormula(lines, at), 'formula');
  if (rule.test(line.text)) return spanOf(lines, at, at + 1, 'rule');
  if (itemMarker.test(line.text)) return readList(lines, at);
  if (isTableStart(lines, at)) return readTable(lines, at);
  if (/^ {0,3}>/.test(line.text)) return readQuote(lines, at);
  if (/^(?: {4}|\t)/.test(line.text)) return spanOf(lines, at, endOfIndented(lines, at), 'code');
  if (htmlOpening.test(line.text)) return spanOf(lines, at, endOfHtml(lines, at), 'html');
  return readParagraph(lines, at);
}

/** What is longer is no heading that anybody wrote, and marks in it would be looked for in vain. */
const longestHeading = 1_000;

function headingBlock(line: Line, end: number, level: number, raw: string): ScannedBlock {
  const text = plainText(raw.slice(0, longestHeading)).replaceAll('`', '');
  return { kind: 'heading', start: line.start, end, cuts: [], heading: { level, text } };
}

/** The block of lines `[at, next)`; lines are its cuts. Trailing blank lines are left out. */
function spanOf(lines: readonly Line[], at: number, next: number, kind: Block['kind']): Read {
  let last = next - 1;
  while (last > at && lines[last]!.blank) last -= 1;
  const cuts = lines.slice(at + 1, last + 1).map((line) => line.start);
  return [{ kind, start: lines[at]!.start, end: lines[last]!.end, cuts }, next];
}

function endOfFence(lines: readonly Line[], at: number, mark: string): number {
  const closing = new RegExp(`^\\s*\\${mark.charAt(0)}{${mark.length},}[ \\t]*$`);
  for (let next = at + 1; next < lines.length; next += 1) {
    if (closing.test(lines[next]!.text)) return next + 1;
  }
  return lines.length;
}

function endOfFormula(lines: readonly Line[], at: number): number {
  if (/\$\$\s*$/.test(lines[at]!.text.trim().slice(2))) return at + 1;
  for (let next = at + 1; next < lines.length; next += 1) {
    if (/\$\$\s*$/.test(lines[next]!.text)) return next + 1;
  }
  return lines.length;
}

function endOfIndented(lines: readonly Line[], at: number): number {
  let next = at + 1;
  while (next < lines.length && (lines[next]!.blank || /^(?: {4}|\t)/.test(lines[next]!.text))) {
    next += 1;
  }
  return next;
}

function endOfHtml(lines: readonly Line[], at: number): number {
  const comment = /^ {0,3}<!--/.test(lines[at]!.text);
  for (let next = at; next < lines.length; next += 1) {
    if (comment && lines[next]!.text.includes('-->')) return next + 1;
    if (!comment && lines[next]!.blank) return next;
  }
  return lines.length;
}

/** A list goes on over blank lines while what comes next is indented or another item. */
function readList(lines: readonly Line[], at: number): Read {
  const marker = itemMarker.exec(lines[at]!.text)!;
  const kind = listKind(marker[2]!);
  const baseIndent = marker[1]!.length;
  const contentIndent = marker[0].length;
  const cuts: number[] = [];
  let next = at + 1;
  let last = at;
  while (next < lines.length) {
    const line = lines[next]!;
    if (line.blank) {
      next += 1;
      continue;
    }
    const afterBlank = lines[next - 1]!.blank;
    const indent = /^\s*/.exec(line.text)![0].replaceAll('\t', '    ').length;
    const item = nestedItemMarker.exec(line.text);
    const fence = fenceOpening.exec(line.text);
    if (item && indent < contentIndent && indent >= baseIndent) {
      if (listKind(item[2]!) !== kind || rule.test(line.text)) break;
      cuts.push(line.start);
    } else if (indent < Math.min(contentIndent, baseIndent + 2)) {
      if (afterBlank || interruptsParagraph(lines, next)) break;
    } else if (fence) {
      const end = Math.min(endOfFence(lines, next, fence[2]!), lines.length);
      last = end - 1;
      next = end;
      continue;
    } else if (item) {
      cuts.push(line.start);
    }
    last = next;
    next += 1;
  }
  const block: ScannedBlock = {
    kind: 'list',
    start: lines[at]!.start,
    end: lines[last]!.end,
    cuts,
  };
  return [block, last + 1];
}

function listKind(marker: string): string {
  return /\d/.test(marker) ? marker.at(-1)! : marker;
}

function isTableStart(lines: readonly Line[], at: number): boolean {
  const header = lines[at]!.text;
  const delimiter = lines[at + 1]?.text;
  return (
    delimiter !== undefined &&
    header.includes('|') &&
    delimiter.includes('|') &&
    tableDelimiter.test(delimiter) &&
    cellCount(header) === cellCount(delimiter)
  );
}

function cellCount(row: string): number {
  const bare = row
    .trim()
    .replace(/^\|/, '')
    .replace(/(?<!\\)\|$/, '');
  return bare.split(/(?<!\\)\|/).length;
}

function readTable(lines: readonly Line[], at: number): Read {
  let next = at + 2;
  while (next < lines.length && !lines[next]!.blank && !interruptsParagraph(lines, next)) next += 1;
  const [block] = spanOf(lines, at, next, 'table');
  return [{ ...block, cuts: block.cuts.slice(1), headerEnd: lines[at + 1]!.end }, next];
}

function readQuote(lines: readonly Line[], at: number): Read {
  let next = at + 1;
  while (next < lines.length && !lines[next]!.blank) {
    if (!/^ {0,3}>/.test(lines[next]!.text) && interruptsParagraph(lines, next)) break;
    next += 1;
  }
  return spanOf(lines, at, next, 'quote');
}

function readParagraph(lines: readonly Line[], at: number): Read {
  let next = at + 1;
  while (next < lines.length) {
    const line = lines[next]!;
    const underline = setextUnderline.exec(line.text);
    if (underline) {
      const level = underline[1]!.startsWith('=') ? 1 : 2;
      const raw = lines.slice(at, next).map((part) => part.text.trim());
      return [headingBlock(lines[at]!, line.end, level, raw.join(' ')), next + 1];
    }
    if (line.blank || interruptsParagraph(lines, next)) break;
    next += 1;
  }
  const [block] = spanOf(lines, at, next, 'paragraph');
  return [{ ...block, cuts: [] }, next];
}

/** True when the line ends a paragraph without a blank line before it. */
function interruptsParagraph(lines: readonly Line[], at: number): boolean {
  const { text } = lines[at]!;
  const item = itemMarker.exec(text);
  return (
    atxHeading.test(text) ||
    (fenceOpening.exec(text)?.[1]?.length ?? 4) <= 3 ||
    formulaLine.test(text) ||
    rule.test(text) ||
    /^ {0,3}>/.test(text) ||
    isTableStart(lines, at) ||
    (item !== null && item[3] !== '' && (!/\d/.test(item[2]!) || /^1[.)]/.test(item[2]!))) ||
    /^ {0,3}<(?:!--|\/?(?:div|p|table|ul|ol|li|h[1-6]|pre|details|summary|section|script|style)\b)/i.test(
      text,
    )
  );
}
