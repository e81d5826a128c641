/** Cuts a text where marks begin and end. Marks may overlap: a part then belongs to several. */
import type { MarkedSpan } from './mark-spans.ts';

/** A piece of the text, in UTF-16 units, half-open. */
export interface MarkedPart {
  readonly start: number;
  readonly end: number;
  /** Names of the spans that cover it, with a space between; empty where none does. */
  readonly name: string;
}

/**
 * Ordered, disjoint parts that together are `[0, length)`. Spans are clipped to it, empty ones are
 * passed over.
 */
export function cutMarks(length: number, spans: readonly MarkedSpan[]): MarkedPart[] {
  const clipped = spans
    .map(({ start, end, name }) => ({
      start: Math.max(start, 0),
      end: Math.min(end, length),
      name,
    }))
    .filter(({ start, end }) => start < end);
  const edges = [0, length, ...clipped.flatMap(({ start, end }) => [start, end])];
  const cuts = [...new Set(edges)].sort((left, right) => left - right);
  const parts: MarkedPart[] = [];
  for (const [at, start] of cuts.entries()) {
    const end = cuts[at + 1];
    if (end === undefined) break;
    parts.push({ start, end, name: namesOver(clipped, start, end) });
  }
  return parts;
}

/** The names of all spans that touch `[start, end)`, each once, in the order of the spans. */
export function namesOver(spans: readonly MarkedSpan[], start: number, end: number): string {
  const names = spans
    .filter((span) => span.start < end && start < span.end)
    .flatMap(({ name }) => name.split(' '));
  return [...new Set(names)].join(' ');
}

/** Spans of a whole text as spans of its part `[start, end)`, cut to it; those beside it fall away. */
export function shiftSpans(
  spans: readonly MarkedSpan[],
  start: number,
  end: number,
): readonly MarkedSpan[] {
  return spans
    .filter((span) => span.start < end && start < span.end)
    .map((span) => ({
      start: Math.max(span.start, start) - start,
      end: Math.min(span.end, end) - start,
      name: span.name,
    }));
}
