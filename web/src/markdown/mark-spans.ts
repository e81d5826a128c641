/** rehype plugin: marks spans of the Markdown source in the tree that was made of it. */
import type { Element, ElementContent, Root, Text } from 'hast';
import { cutMarks, namesOver } from './cut-marks.ts';
import { valueOffsets } from './value-offsets.ts';

/** A span of the source, in UTF-16 units, half-open. */
export interface MarkedSpan {
  readonly start: number;
  readonly end: number;
  /** One word or several: tells marks apart. Those of one citation share it. */
  readonly name: string;
}

/**
 * Wraps each text that lies in a span into `<mark data-name>`; where spans overlap the mark has the
 * names of all. Code and formulas count as a whole: one that a span touches is marked from end to end,
 * a block of them by a `<div data-name>`. HTML of the source becomes the text that it is. Runs before
 * plugins that replace nodes, since theirs have no place in the source.
 */
export function markSpans({ source, spans }: { source: string; spans: readonly MarkedSpan[] }) {
  return (tree: Root): void => {
    tree.children = markChildren(tree.children, source, spans) as Root['children'];
  };
}

type Child = ElementContent | Root['children'][number];

function markChildren(
  children: readonly Child[],
  source: string,
  spans: readonly MarkedSpan[],
): Child[] {
  return children.flatMap((child): Child[] => {
    if (child.type === 'text') return markText(child, source, spans);
    if (isRaw(child)) return markText({ ...child, type: 'text' }, source, spans);
    if (child.type !== 'element') return [child];
    if (isWhole(child)) return [markWhole(child, spans)];
    child.children = markChildren(child.children, source, spans) as ElementContent[];
    return [child];
  });
}

/** HTML, which no type of a plain tree names. */
function isRaw(child: { readonly type: string }): child is Omit<Text, 'type'> & { type: 'raw' } {
  return child.type === 'raw';
}

function isWhole({ tagName }: Element): boolean {
  return tagName === 'code' || tagName === 'pre';
}

function markWhole(element: Element, spans: readonly MarkedSpan[]): Element {
  const place = placeOf(element);
  const name = place === undefined ? '' : namesOver(spans, place.start, place.end);
  if (name === '') return element;
  // A `<mark>` may not hold a block; and a formula's own block is replaced when it is set.
  return mark(name, [element], element.tagName === 'pre' ? 'div' : 'mark');
}

function markText(text: Text, source: string, spans: readonly MarkedSpan[]): Child[] {
  const place = placeOf(text);
  if (place === undefined || namesOver(spans, place.start, place.end) === '') return [text];
  const offsets = valueOffsets(source.slice(place.start, place.end), text.value);
  const offsetOf = (at: number): number =>
    offsets[Math.min(Math.max(at - place.start, 0), offsets.length - 1)]!;
  const inValue = spans.map(({ start, end, name }) => ({
    start: offsetOf(start),
    end: offsetOf(end),
    name,
  }));
  return cutMarks(text.value.length, inValue).map(({ start, end, name }): Child => {
    const part: Text = { type: 'text', value: text.value.slice(start, end) };
    return name === '' ? part : mark(name, [part]);
  });
}

function mark(name: string, children: ElementContent[], tagName = 'mark'): Element {
  return { type: 'element', tagName, properties: { dataName: name }, children };
}

function placeOf({ position }: Element | Text): { start: number; end: number } | undefined {
  const start = position?.start.offset;
  const end = position?.end.offset;
  return start === undefined || end === undefined ? undefined : { start, end };
}
