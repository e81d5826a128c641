/** Lines of all pages -> Markdown's tree, and where pages begin; sentences go on over their ends. */
import type { ListItem, Root, RootContent } from 'mdast';
import { pageMark } from '../page-marks.ts';
import type { PdfPage } from './pdf-furniture.ts';
import { bodySize, headingStyles } from './pdf-headings.ts';
import { createLineJoiner, guessedHyphen, type LineJoiner } from './pdf-join.ts';
import type { TextLine } from './pdf-lines.ts';
import { blocksOfPart, markerOf, type PdfBlock } from './pdf-paragraphs.ts';

/** Blocks between the two halves of a sentence: notes, tables, captions. */
const mostBetween = 8;
/** Characters before the end of a line that may belong to the word that is cut there. */
const longestWord = 100;
/** Share of characters in fonts of one width from which the document is typed, not code. */
const typedShare = 0.5;

export function blocksOf(pages: readonly PdfPage[]): Root {
  const lines = pages.flatMap((page) => page.lines);
  const body = bodySize(lines);
  const joiner = createLineJoiner(lines.map(({ text }) => text));
  const chars = (some: readonly TextLine[]) => some.reduce((sum, { text }) => sum + text.length, 0);
  const context = {
    body,
    styles: headingStyles(lines, body),
    isMonoDocument: chars(lines.filter(({ isMono }) => isMono)) > typedShare * chars(lines),
  };
  let [hasTitle, hasText] = [false, false];
  const blocks = pages.flatMap(({ lines: own, height }, page) =>
    partsOfPage(own).flatMap((part) => {
      const found = blocksOfPart(part, page, { ...context, height }, { hasTitle, hasText });
      hasTitle ||= found.some(({ kind }) => kind === 'heading');
      hasText ||= found.some(
        ({ kind, lines: [line] }) => kind === 'paragraph' && line!.size < 1.1 * body,
      );
      return found;
    }),
  );
  const chains = chainsOf(blocks);
  return { type: 'root', children: treeOf(chains, pages.length, joiner) };
}

function partsOfPage(lines: readonly TextLine[]): TextLine[][] {
  const parts: TextLine[][] = [];
  for (const line of lines) {
    const part = parts.at(-1);
    if (part && part[0]!.part === line.part) part.push(line);
    else parts.push([line]);
  }
  return parts;
}

/** Blocks that are one paragraph, over the ends of columns and pages. */
type Chain = PdfBlock[];

function chainsOf(blocks: readonly PdfBlock[]): Chain[] {
  const taken = new Set<PdfBlock>();
  const chains: Chain[] = [];
  for (const [at, block] of blocks.entries()) {
    if (taken.has(block)) continue;
    const chain = [block];
    let from = at;
    for (;;) {
      const next = continuationOf(blocks, from, taken);
      if (next === undefined) break;
      chain.push(blocks[next]!);
      taken.add(blocks[next]!);
      from = next;
    }
    chains.push(chain);
  }
  return chains;
}

/** Index of the block in a later part that goes on with this one's sentence. */
function continuationOf(
  blocks: readonly PdfBlock[],
  at: number,
  taken: ReadonlySet<PdfBlock>,
): number | undefined {
  const block = blocks[at]!;
  if (!isText(block) || !block.closes) return undefined;
  for (let next = at + 1; next < Math.min(blocks.length, at + 1 + mostBetween); next += 1) {
    const other = blocks[next]!;
    if (taken.has(other)) continue;
    if (other.page > block.page + 1) return undefined;
    const text = other.lines[0]!.text;
    if (other.kind === 'note' || other.kind === 'table' || isCaption(text)) continue;
    if (other.kind === 'heading' || other.kind === 'item') return undefined;
    if (!isText(other)) continue;
    if (Math.abs(other.lines[0]!.size - block.lines.at(-1)!.size) > 0.6) {
      if (other.lines[0]!.size < block.lines.at(-1)!.size) continue;
      return undefined;
    }
    if (!other.opens && !blocks.slice(at + 1, next).some(({ opens }) => opens)) return undefined;
    // "U.S." ends no sentence where a small letter follows.
    const isOpen = !isEnded(block) || (block.isFull && /^\p{Ll}{2}/u.test(text));
    return isOpen && goesOn(block, text) ? next : undefined;
  }
  return undefined;
}

function isText({ kind }: PdfBlock): boolean {
  return kind === 'paragraph' || kind === 'item';
}

function isCaption(text: string): boolean {
  return /^(?:figure|fig\.|table|abbildung|tabelle|tableau|listing|algorithm)\s*\d+/i.test(text);
}

/** Numbers of notes and quotation marks may follow the full stop. */
function isEnded({ lines }: PdfBlock): boolean {
  return /[.!?:。؟!?]["'”’)\]»]*[\s\u202f⁰¹²³⁴⁵⁶⁷⁸⁹,]*$/.test(lines.at(-1)!.text);
}

function goesOn(block: PdfBlock, text: string): boolean {
  if (isCaption(block.lines[0]!.text)) return false;
  if (/^[\p{Ll},;)]/u.test(text) || /[-\u2010\u00ad\uf3a8,]$/.test(block.lines.at(-1)!.text))
    return true;
  return block.isFull && /^[\p{L}\p{N}("“$]/u.test(text);
}

function treeOf(chains: readonly Chain[], pages: number, joiner: LineJoiner): RootContent[] {
  const children: RootContent[] = [];
  let marked = 0;
  /** Marks of all pages down to this one that have none yet. */
  const marksTo = (page: number): string => {
    const missing = Math.max(0, page + 1 - marked);
    marked += missing;
    return pageMark.repeat(missing);
  };
  let numberBefore: number | undefined;
  for (const chain of chains) {
    const first = chain[0]!;
    const { kind } = first;
    if (kind === 'table') {
      children.push(tableNode(first.lines, marksTo(first.page)));
    } else if (kind === 'code') {
      // A mark within the fence would be shown: it goes to the line before.
      const mark = marksTo(first.page);
      children.push({ type: 'code', value: mark + codeOf(first.lines) });
    } else if (kind === 'heading') {
      const text = joinChain(chain, joiner, marksTo, 0);
      children.push({
        type: 'heading',
        depth: first.level!,
        children: [{ type: 'text', value: text }],
      });
    } else if (kind === 'item' || kind === 'entry') {
      const marker = kind === 'item' ? markerOf(first.lines[0]!.text) : '';
      const text = joinChain(chain, joiner, marksTo, marker.length);
      const item = itemOf(text);
      const last = children.at(-1);
      const ordered = first.number !== undefined;
      const isNext = ordered
        ? numberBefore !== undefined && first.number === numberBefore + 1
        : true;
      if (last?.type === 'list' && last.ordered === ordered && isNext) last.children.push(item);
      else {
        children.push({
          type: 'list',
          ordered,
          spread: false,
          children: [item],
          ...(first.number !== undefined && { start: first.number }),
        });
      }
      numberBefore = first.number;
    } else {
      children.push(paragraphOf(joinChain(chain, joiner, marksTo, 0)));
    }
  }
  // Pages without text begin all the same.
  const rest = marksTo(pages - 1);
  if (rest !== '') children.push(paragraphOf(rest));
  return children;
}

function joinChain(
  chain: Chain,
  joiner: LineJoiner,
  marksTo: (page: number) => string,
  skip: number,
): string {
  const done: string[] = [];
  // Joining looks at the end alone: to hand it the whole of a long paragraph would cost its square.
  let end: string | undefined;
  for (const { page, lines } of chain) {
    for (const line of lines) {
      const mark = marksTo(page);
      end = end === undefined ? mark + line.text.slice(skip) : joiner.join(end, line.text, mark);
      const settled = end.length - line.text.length - longestWord;
      if (settled > 0) {
        done.push(end.slice(0, settled));
        end = end.slice(settled);
      }
    }
  }
  return (done.join('') + (end ?? '')).replaceAll('\u00ad', '').replaceAll(guessedHyphen, '');
}

function tableNode(lines: readonly TextLine[], mark: string): RootContent {
  const width = Math.max(...lines.map(({ cells }) => cells!.length));
  return {
    type: 'table',
    children: lines.map(({ cells }, row) => ({
      type: 'tableRow' as const,
      children: Array.from({ length: width }, (_, at) => ({
        type: 'tableCell' as const,
        children: [
          {
            type: 'text' as const,
            value: (row === 0 && at === 0 ? mark : '') + (cells![at] ?? ''),
          },
        ],
      })),
    })),
  };
}

/** Indents and empty lines as they stand. */
function codeOf(lines: readonly TextLine[]): string {
  const left = Math.min(...lines.map(({ x }) => x));
  const steps = lines.slice(1).map((line, at) => line.y - lines[at]!.y);
  const step = Math.min(...steps.filter((own) => own > 0), Number.POSITIVE_INFINITY);
  return lines
    .map((line, at) => {
      const gap = at === 0 ? 0 : Math.max(0, Math.round(steps[at - 1]! / step) - 1);
      const spaces = Math.max(0, Math.round((line.x - left) / (line.charWidth || line.size * 0.6)));
      return '\n'.repeat(Math.min(3, gap || 0)) + ' '.repeat(Math.min(spaces, 80)) + line.text;
    })
    .join('\n');
}

function paragraphOf(value: string) {
  return { type: 'paragraph' as const, children: [{ type: 'text' as const, value }] };
}

function itemOf(text: string): ListItem {
  return { type: 'listItem', spread: false, children: [paragraphOf(text)] };
}
