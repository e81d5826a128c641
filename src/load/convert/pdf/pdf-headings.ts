/** Which lines are headings, and of which level: by size, by weight, by number. */
import type { TextLine } from './pdf-lines.ts';
import type { BlockContext } from './pdf-paragraphs.ts';

/** Looks of headings, the greatest first; bold ones of a size before those that are not. */
export type HeadingStyles = readonly string[];

/** A heading is set larger than the text by at least this factor. */
const headingFactor = 1.12;
const longestHeading = 160;
const longestBold = 110;
const deepestHeading = 6;

/** `'2.1 Results'`, `'IV. Results'`, `'A.3 Proofs'`. */
const sectionNumber = /^(?:(?:\d{1,2}|[A-Z])(?:\.\d{1,2})*\.?|[IVX]{1,5}\.)\s+(?=\p{Lu})/u;

export function headingStyles(lines: Iterable<TextLine>, body: number): HeadingStyles {
  const styles = new Map<string, number>();
  for (const line of lines) {
    if (isLarge(line, body)) styles.set(styleOf(line), rankOf(line));
  }
  return [...styles].sort((one, other) => other[1] - one[1]).map(([style]) => style);
}

/**
 * The greatest size in which a good part of the text is set: a document may have its notes, or its
 * columns, in a smaller one that has more characters.
 */
export function bodySize(lines: Iterable<TextLine>): number {
  const sizes = new Map<number, { chars: number; lines: number }>();
  let all = 0;
  for (const { size, text } of lines) {
    const rounded = roundSize(size);
    const sum = sizes.get(rounded) ?? { chars: 0, lines: 0 };
    sizes.set(rounded, { chars: sum.chars + text.length, lines: sum.lines + 1 });
    all += text.length;
  }
  const running = [...sizes].filter(
    ([, { chars, lines }]) => chars > 0.12 * all && chars / lines > 38,
  );
  const [most] = [...sizes].sort((one, other) => other[1].chars - one[1].chars);
  return Math.max(most?.[0] ?? 10, ...running.map(([size]) => size));
}

/** What stands before a line. */
export interface DocumentSoFar {
  readonly hasTitle: boolean;
  /** Running text. */
  readonly hasText: boolean;
}

/** Undefined for what is no heading. */
export function headingOf(
  line: TextLine,
  before: TextLine | undefined,
  next: TextLine | undefined,
  { body, styles }: BlockContext,
  { hasTitle, hasText }: DocumentSoFar,
): 1 | 2 | 3 | 4 | 5 | 6 | undefined {
  const isBig = isLarge(line, body) && !(hasTitle && !hasText && isByline(line, body));
  if (!isBig && !isBoldHeading(line, before, next, body)) return undefined;
  const rank = isBig ? styles.indexOf(styleOf(line)) + 1 : styles.length + 1 + depthOf(line.text);
  return Math.min(Math.max(rank, 1), deepestHeading) as 1 | 2 | 3 | 4 | 5 | 6;
}

function isLarge(line: TextLine, body: number): boolean {
  return (
    line.size >= headingFactor * body &&
    line.cells === undefined &&
    !line.isMono &&
    line.text.length <= longestHeading &&
    !(/[.;,]$/.test(line.text) && line.text.length > 60 && line.size < 1.5 * body) &&
    /\p{L}{2}|\p{Script=Han}/u.test(line.text)
  );
}

/** Authors and dates below a title are larger than the text, too. */
function isByline(line: TextLine, body: number): boolean {
  return !line.isBold && line.size < 1.45 * body && !/^\d/.test(line.text);
}

/** A bold line by itself, of the size of the text. */
function isBoldHeading(
  line: TextLine,
  before: TextLine | undefined,
  next: TextLine | undefined,
  body: number,
): boolean {
  if (line.size < 0.93 * body || line.text.length > longestBold) return false;
  if (!/^[\p{Lu}\p{N}\p{Lo}¿¡"“]/u.test(line.text) || !/\p{L}{2}/u.test(line.text)) return false;
  const hasNumber = sectionNumber.test(line.text);
  const isCapitals = /\p{Lu}{4}/u.test(line.text) && line.text === line.text.toUpperCase();
  if (!line.isBold && !(isCapitals && hasNumber)) return false;
  if (/[,;]$/.test(line.text) || (/\.$/.test(line.text) && !hasNumber)) return false;
  const isAfterText =
    before === undefined ||
    before.cells !== undefined ||
    !before.isBold ||
    before.size !== line.size ||
    line.y - before.y > 1.6 * line.size;
  // A bold line that bold ones follow at once is a paragraph, and so is one without text below.
  const isBeforeText =
    next !== undefined &&
    (!next.isBold || next.y - line.y > 1.5 * line.size || next.size !== line.size);
  const isFree =
    before === undefined || line.y - before.y > 1.25 * line.size || before.size !== line.size;
  return isAfterText && isBeforeText && isFree;
}

function depthOf(text: string): number {
  const number = /^\d{1,2}((?:\.\d{1,2})*)/.exec(text)?.[1] ?? '';
  return Math.min(2, (number.match(/\.\d/g) ?? []).length);
}

function styleOf(line: TextLine): string {
  return `${roundSize(line.size)} ${line.isBold ? 'bold' : 'plain'}`;
}

function rankOf(line: TextLine): number {
  return roundSize(line.size) * 2 + Number(line.isBold);
}

function roundSize(size: number): number {
  return Math.round(size * 2) / 2;
}
