/** Lines of one part of a page -> blocks: paragraphs, items, headings, code, rows of tables, notes. */
import { type DocumentSoFar, type HeadingStyles, headingOf } from './pdf-headings.ts';
import type { TextLine } from './pdf-lines.ts';

export interface PdfBlock {
  readonly kind: 'heading' | 'paragraph' | 'item' | 'code' | 'table' | 'entry' | 'note';
  readonly lines: readonly TextLine[];
  /** Of headings, from 1. */
  readonly level?: 1 | 2 | 3 | 4 | 5 | 6;
  /** Of numbered items. */
  readonly number?: number;
  /** Index of the page, from 0. */
  readonly page: number;
  /** First or last text of its part: it may go on from, or on, the part before or after. */
  readonly opens: boolean;
  readonly closes: boolean;
  /** Its last line reaches the right edge of the part. */
  readonly isFull: boolean;
}

/** A gap of so many usual steps begins a paragraph. */
const paragraphGap = 1.3;
/** Shorter lines may be parts of formulas. */
const leastText = 20;
/** An indent of so many sizes does too. */
const indent = 0.8;

const bullet = /^(?:[•◦▪▫‣●○■□–—∙·*\u{f0b7}\u{f0a7}]|-)\s+(?=\S)/u;
const numbered = /^(\d{1,3})[.)]\s+(?=\S)/;
const lettered = /^\(?(?:[a-z]|[ivx]{1,4})\)\s+(?=\S)/;

export interface BlockContext {
  readonly body: number;
  readonly styles: HeadingStyles;
  readonly isMonoDocument: boolean;
  /** Of the page, in points. */
  readonly height: number;
}

/**
 * @param lines of one part, from top to bottom
 * @param soFar what stands before them in the document
 */
export function blocksOfPart(
  lines: readonly TextLine[],
  page: number,
  context: BlockContext,
  soFar: DocumentSoFar,
): PdfBlock[] {
  const left = Math.min(...lines.map(({ x }) => x));
  const right = Math.max(...lines.map((line) => line.right));
  const groups: { kind: PdfBlock['kind']; lines: TextLine[]; level?: 1 | 2 | 3 | 4 | 5 | 6 }[] = [];
  let { hasTitle, hasText } = soFar;
  for (const [at, line] of lines.entries()) {
    const before = lines[at - 1];
    const next = lines[at + 1];
    const group = groups.at(-1);
    const isCode = line.isMono && !context.isMonoDocument && line.cells === undefined;
    if (line.cells) {
      if (group?.kind === 'table' && group.lines[0]!.cells!.length === line.cells.length) {
        group.lines.push(line);
      } else groups.push({ kind: 'table', lines: [line] });
      continue;
    }
    if (line.isAlone) {
      groups.push({ kind: 'entry', lines: [line] });
      continue;
    }
    if (isCode) {
      const isNear = before !== undefined && line.y - before.y < 3 * line.size;
      if (group?.kind === 'code' && isNear) group.lines.push(line);
      else groups.push({ kind: 'code', lines: [line] });
      continue;
    }
    hasText ||= before !== undefined && before.size < 1.1 * context.body && !before.isBold;
    const level = headingOf(line, before, next, context, { hasTitle, hasText });
    hasTitle ||= level !== undefined;
    if (level !== undefined) {
      const goesOn =
        group?.kind === 'heading' &&
        group.level === level &&
        before !== undefined &&
        line.y - before.y < 1.7 * line.size &&
        Math.abs(line.size - before.size) < 0.5 &&
        !/^(?:\d+\.)+\d*\s/.test(line.text);
      if (goesOn) group.lines.push(line);
      else groups.push({ kind: 'heading', lines: [line], level });
      continue;
    }
    if (isNoteStart(line, lines, at, context)) {
      groups.push({ kind: 'note', lines: [line] });
      continue;
    }
    const isItem = bullet.test(line.text) || numbered.test(line.text) || lettered.test(line.text);
    const open = group !== undefined && ['paragraph', 'item', 'note'].includes(group.kind);
    if (isItem && (!open || startsItem(line, group.lines))) {
      groups.push({ kind: 'item', lines: [line] });
    } else if (!open || startsParagraph(line, group, next, { left, right })) {
      groups.push({ kind: 'paragraph', lines: [line] });
    } else group.lines.push(line);
  }
  const texts = groups.filter(({ kind }) => kind === 'paragraph' || kind === 'item');
  return groups.map((group) => {
    const last = group.lines.at(-1)!;
    const number = numbered.exec(group.lines[0]!.text)?.[1];
    return {
      ...group,
      page,
      opens: isOuter(group, texts.slice(0, texts.indexOf(group))),
      closes: isOuter(group, texts.slice(texts.indexOf(group) + 1)),
      isFull: last.right > right - 0.12 * (right - left),
      ...(group.kind === 'item' && number !== undefined && { number: Number(number) }),
    };
  });
}

/** Whether nothing but smaller text, as of notes, stands between it and the end of its part. */
function isOuter(
  group: { readonly lines: readonly TextLine[] },
  between: readonly { readonly lines: readonly TextLine[] }[],
): boolean {
  const size = group.lines.at(-1)!.size;
  return between.every(({ lines }) => lines[0]!.size < 0.94 * size);
}

/** Number and bullet without their white space; `''` where the text has none. */
export function markerOf(text: string): string {
  return (bullet.exec(text) ?? numbered.exec(text))?.[0] ?? '';
}

/** "1. " in the middle of a paragraph is the end of a sentence that a line was broken before. */
function startsItem(line: TextLine, lines: readonly TextLine[]): boolean {
  const last = lines.at(-1)!;
  if (bullet.test(line.text) && !/^[-–—*·]/.test(line.text)) return true;
  const isOutdented = line.x < last.x - 0.5 * line.size || line.x > last.x + 0.5 * line.size;
  const isFirst = Math.abs(line.x - lines[0]!.x) < 2 && markerOf(lines[0]!.text) !== '';
  return isFirst || isOutdented || /[.:;!?…]["”’)]?$/.test(last.text) || isGap(line, lines);
}

/** Small text at the foot of the page that a raised number or a sign opens. */
function isNoteStart(
  line: TextLine,
  lines: readonly TextLine[],
  at: number,
  { body, height }: BlockContext,
): boolean {
  if (line.size > 0.93 * body || line.y < 0.45 * height) return false;
  if (!/^(?:[⁰¹²³⁴⁵⁶⁷⁸⁹]+|\d{1,3}\.?|[*†‡§¶])\s*(?=[\p{L}"“‘(])/u.test(line.text)) return false;
  return lines.slice(at).every(({ size }) => size <= 0.96 * body);
}

function startsParagraph(
  line: TextLine,
  { kind, lines }: { readonly kind: string; readonly lines: readonly TextLine[] },
  next: TextLine | undefined,
  { left, right }: { readonly left: number; readonly right: number },
): boolean {
  const last = lines.at(-1)!;
  if (isGap(line, lines) || isOtherSize(line, lines, next)) return true;
  const size = line.size;
  const ends = /[.!?:;]["'”’)\]]*[⁰¹²³⁴⁵⁶⁷⁸⁹]*$/.test(last.text);
  const isLower = /^[\p{Ll},;)]/u.test(line.text);
  const [start, ownStart, end, ownEnd] = line.isRtl
    ? [-last.right, -line.right, -last.x, right - left]
    : [last.x, line.x, last.right, right];
  void ownEnd;
  const room = line.isRtl ? last.x - left : right - end;
  const firstWord = ((line.text.split(' ')[0] ?? '').length + 1.5) * 0.5 * size;
  const isShort = room > firstWord + 0.06 * (right - left);
  if (kind === 'item') {
    const base = line.isRtl ? -lines[0]!.right : lines[0]!.x;
    // Back at the left of its marker, and not as a line of it that wraps.
    if (ownStart < base - indent * size) return isShort || ends;
    if (ownStart <= base + 0.3 * size)
      return isShort || (ends && lines.length > 1 && start > base + 0.5 * size);
    return ends && isShort && ownStart < start - indent * size;
  }
  if (isShort && !isLower && (ends || room > 0.3 * (right - left))) return true;
  const step = ownStart - start;
  if (step > indent * size) {
    // Either this line begins a paragraph, or the first one hangs out.
    if (lines.length > 1) return !isLower;
    return ends && !isLower && (next === undefined || next.x < line.x - 0.5 * size || isShort);
  }
  if (step < -indent * size && lines.length > 1) return !isLower && ends;
  return false;
}

/** pdf.js gives a line that begins with small capitals their size: the lines around it tell. */
function isOtherSize(
  line: TextLine,
  lines: readonly TextLine[],
  next: TextLine | undefined,
): boolean {
  const isLike = (other: TextLine | undefined) =>
    other !== undefined && Math.abs(line.size - other.size) <= 0.12 * other.size;
  const last = lines.at(-1)!;
  if (Math.min(line.text.length, last.text.length) < leastText) return !isLike(last);
  if (isLike(last) || (lines.length > 1 && isLike(lines.at(-2)) && isOpenEnded(last))) return false;
  const isOdd = next !== undefined && Math.abs(next.size - last.size) <= 0.12 * last.size;
  return !(isOdd && line.size < last.size && isOpenEnded(last) && line.right > last.right - 2);
}

/** A word of it is cut, or it is as long as a line that goes on. */
function isOpenEnded({ text }: TextLine): boolean {
  return !/[.!?:;]["'”’)\]]*[⁰¹²³⁴⁵⁶⁷⁸⁹]*$/.test(text);
}

function isGap(line: TextLine, lines: readonly TextLine[]): boolean {
  const last = lines.at(-1)!;
  const steps = lines.flatMap((one, at) => {
    const following = lines[at + 1];
    return following && following.y > one.y + 0.5 * one.size ? [following.y - one.y] : [];
  });
  const usual = steps.length > 0 ? Math.min(...steps) : 1.3 * Math.max(line.size, last.size);
  return (
    line.y - last.y > Math.max(paragraphGap * usual, usual + 0.3 * line.size) ||
    line.y < last.y - line.size
  );
}
