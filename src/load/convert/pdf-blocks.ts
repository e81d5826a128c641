/** Lines of all pages -> Markdown's tree: headings by size, paragraphs, lists, and where pages begin. */
import type { Root, RootContent } from 'mdast';
import { pageMark } from './page-marks.ts';
import type { PdfPage } from './pdf-furniture.ts';
import type { TextLine } from './pdf-lines.ts';

/** A heading is set larger than the text by at least this factor. */
const headingFactor = 1.12;
const longestHeading = 200;
const deepestHeading = 4;
/** A gap of so many line heights begins a paragraph. */
const paragraphGap = 1.45;
/** An indent of so many sizes does too. */
const indent = 0.9;

const bullet = /^(?:[•◦▪‣●○■–—*]|[-‐])\s+(?=\S)/;
const numbered = /^(?:\(?\d{1,2}[.)]|\(?[a-z][.)])\s+(?=\S)/;

export function blocksOf(pages: readonly PdfPage[]): Root {
  const body = bodySize(pages);
  const sizes = headingSizes(pages, body);
  const children: RootContent[] = [];
  let open: { kind: 'paragraph' | 'item'; lines: TextLine[]; text: string } | undefined;
  const close = () => {
    if (open === undefined) return;
    const paragraph = paragraphOf(open.text);
    const last = children.at(-1);
    if (open.kind === 'paragraph') children.push(paragraph);
    else if (last?.type === 'list') last.children.push(itemOf(paragraph));
    else {
      children.push({ type: 'list', ordered: false, spread: false, children: [itemOf(paragraph)] });
    }
    open = undefined;
  };
  for (const { lines } of pages) {
    let mark = pageMark;
    for (const [at, line] of lines.entries()) {
      const level = headingLevel(line, sizes, body);
      const before = at > 0 ? lines[at - 1] : undefined;
      if (level !== undefined) {
        const previous = children.at(-1);
        const goesOn =
          open === undefined &&
          mark === '' &&
          previous?.type === 'heading' &&
          previous.depth === level &&
          before !== undefined &&
          line.y - before.y < 2 * line.size;
        close();
        if (goesOn) appendText(previous, line.text);
        else children.push({ type: 'heading', depth: level, children: [textOf(mark + line.text)] });
      } else {
        const item = bullet.exec(line.text) ?? numbered.exec(line.text);
        const begins =
          item !== null || open === undefined || startsParagraph(line, open.lines, before);
        if (begins) {
          close();
          const marker = bullet.exec(line.text)?.[0] ?? '';
          const text = mark + line.text.slice(marker.length);
          open = { kind: marker === '' ? 'paragraph' : 'item', lines: [line], text };
        } else {
          open!.text = joinLines(open!.text, line.text, mark);
          open!.lines.push(line);
        }
      }
      mark = '';
    }
    // A page without text begins all the same, where the next one does.
    if (mark !== '') {
      close();
      children.push(paragraphOf(mark));
    }
  }
  close();
  return { type: 'root', children };
}

function startsParagraph(
  line: TextLine,
  lines: readonly TextLine[],
  before: TextLine | undefined,
): boolean {
  const last = lines.at(-1)!;
  if (Math.abs(line.size - last.size) > 0.1 * last.size) return true;
  // On a new page or in a new column only the words tell.
  if (before === undefined || before.column !== line.column || line.y < before.y) {
    return /[.!?:]["'”’)\]]?$/.test(last.text) || /^\p{Lu}/u.test(line.text);
  }
  if (line.y - before.y > paragraphGap * usualStep(lines, line)) return true;
  const isIndented = line.x - last.x > indent * line.size && lines.length > 1;
  const firstIndent = lines.length === 1 ? last.x - line.x : 0;
  return isIndented && firstIndent <= 0;
}

/** Distance of lines in the paragraph so far, or what is usual for the size. */
function usualStep(lines: readonly TextLine[], line: TextLine): number {
  const steps = lines.flatMap((one, at) => {
    const next = lines[at + 1];
    return next && next.y > one.y && next.column === one.column ? [next.y - one.y] : [];
  });
  return steps.length > 0 ? Math.min(...steps) : 1.25 * line.size;
}

/** A word cut at the end of a line is made whole; `mark` goes before what is on the new page. */
function joinLines(text: string, next: string, mark: string): string {
  const isCut = /\p{L}[-\u00ad\u2010]$/u.test(text) && /^\p{Ll}/u.test(next);
  if (!isCut) return `${text} ${mark}${next}`;
  return `${text.slice(0, -1)}${mark}${next}`;
}

/** The size that most characters have. */
function bodySize(pages: readonly PdfPage[]): number {
  return mostChars(pages.flatMap(({ lines }) => lines)) ?? 10;
}

function mostChars(lines: readonly TextLine[]): number | undefined {
  const chars = new Map<number, number>();
  for (const { size, text } of lines) {
    const rounded = roundSize(size);
    chars.set(rounded, (chars.get(rounded) ?? 0) + text.length);
  }
  return [...chars].sort((one, other) => other[1] - one[1])[0]?.[0];
}

/** Sizes of headings, greatest first. */
function headingSizes(pages: readonly PdfPage[], body: number): number[] {
  const sizes = new Set<number>();
  for (const { lines } of pages) {
    for (const line of lines) {
      if (line.size >= headingFactor * body && isHeadingText(line.text)) {
        sizes.add(roundSize(line.size));
      }
    }
  }
  return [...sizes].sort((one, other) => other - one);
}

function headingLevel(
  line: TextLine,
  sizes: readonly number[],
  body: number,
): 1 | 2 | 3 | 4 | undefined {
  if (line.size < headingFactor * body || !isHeadingText(line.text)) return undefined;
  const rank = sizes.indexOf(roundSize(line.size)) + 1;
  return Math.min(Math.max(rank, 1), deepestHeading) as 1 | 2 | 3 | 4;
}

function isHeadingText(text: string): boolean {
  return text.length <= longestHeading && /\p{L}/u.test(text);
}

function roundSize(size: number): number {
  return Math.round(size * 2) / 2;
}

function textOf(value: string) {
  return { type: 'text' as const, value };
}

function paragraphOf(text: string) {
  return { type: 'paragraph' as const, children: [textOf(text)] };
}

function itemOf(paragraph: ReturnType<typeof paragraphOf>) {
  return { type: 'listItem' as const, spread: false, children: [paragraph] };
}

function appendText(node: RootContent & { type: 'heading' }, text: string): void {
  const last = node.children.at(-1);
  if (last?.type === 'text') last.value += ` ${text}`;
}
