/** rehype plugin: says where pages of the original begin, in the tree that was made of the text. */
import type { Element, ElementContent, Root, Text } from 'hast';
import { valueOffsets } from './value-offsets.ts';

export interface PageMark {
  /** Offset into the source, in UTF-16 units. */
  readonly start: number;
  /** As the original counts, from 1: what the mark is found by. */
  readonly number: number;
  /** What is shown; empty for a line alone. */
  readonly name: string;
}

type Child = ElementContent | Root['children'][number];

/** Those that take nothing but parts of their own: a mark goes into the next of these. */
const closed = new Set(['ul', 'ol', 'table', 'thead', 'tbody', 'tr']);
/** Their mark is a line of its own. */
const flow = new Set(['', 'blockquote', 'li', 'div', 'section']);
/** Taken as a whole, so that a mark stands before it. */
const whole = new Set(['pre', 'code']);

/**
 * Puts a mark between blocks where a page begins there, else into the text. Runs before spans are
 * marked: a text with a mark in it becomes two texts, each with its place.
 */
export function setPageMarks({ source, pages }: { source: string; pages: readonly PageMark[] }) {
  return (tree: Root): void => {
    if (pages.length === 0) return;
    const left = [...pages];
    const children = setAmong(tree.children, '', source, left);
    tree.children = [...children, ...left.map((page) => markOf(page, ''))] as Root['children'];
  };
}

/** Takes the pages that it sets from `left`. */
function setAmong(
  children: readonly Child[],
  parent: string,
  source: string,
  left: PageMark[],
): Child[] {
  const set: Child[] = [];
  const take = (until: number) => {
    while (!closed.has(parent) && left[0] !== undefined && left[0].start <= until) {
      set.push(markOf(left.shift()!, parent));
    }
  };
  for (const child of children) {
    const place = placeOf(child);
    if (place === undefined) {
      set.push(child);
      continue;
    }
    take(leadOf(child, place));
    if (left[0] === undefined || left[0].start >= place.end) set.push(child);
    else if (child.type === 'text') set.push(...cutText(child, place, parent, source, left));
    else if (child.type !== 'element' || whole.has(child.tagName)) {
      take(place.end - 1);
      set.push(child);
    } else {
      child.children = setAmong(child.children, child.tagName, source, left) as ElementContent[];
      set.push(child);
    }
  }
  return set;
}

function cutText(
  text: Text,
  place: Place,
  parent: string,
  source: string,
  left: PageMark[],
): Child[] {
  const offsets = valueOffsets(source.slice(place.start, place.end), text.value);
  const parts: Child[] = [];
  let from = place.start;
  const add = (to: number) => {
    const value = text.value.slice(offsets[from - place.start], offsets[to - place.start]);
    if (value !== '') parts.push({ type: 'text', value, position: positionOf(from, to) });
    from = to;
  };
  while (left[0] !== undefined && left[0].start < place.end) {
    const page = left.shift()!;
    add(page.start);
    parts.push(markOf(page, parent));
  }
  add(place.end);
  return parts;
}

function markOf({ number, name }: PageMark, parent: string): Element {
  return {
    type: 'element',
    tagName: flow.has(parent) ? 'div' : 'span',
    properties: { className: ['page-mark'], dataPage: String(number) },
    children: name === '' ? [] : [{ type: 'text', value: name }],
  };
}

/** Where its words begin: a page that begins behind the signs of a heading begins with the heading. */
function leadOf(child: Child, place: Place): number {
  if (child.type !== 'element' || whole.has(child.tagName)) return place.start;
  const first = child.children.find((one) => placeOf(one) !== undefined);
  const inside = first && placeOf(first);
  return first && inside ? leadOf(first, inside) : place.start;
}

interface Place {
  readonly start: number;
  readonly end: number;
}

function placeOf({ position }: Child): Place | undefined {
  const start = position?.start.offset;
  const end = position?.end.offset;
  return start === undefined || end === undefined ? undefined : { start, end };
}

/** Lines and columns are read by nobody. */
function positionOf(start: number, end: number): NonNullable<Text['position']> {
  return {
    start: { line: 1, column: 1, offset: start },
    end: { line: 1, column: 1, offset: end },
  };
}
