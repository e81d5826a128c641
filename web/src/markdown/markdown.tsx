/** Markdown of notes and answers -> elements. Text is data: no HTML, no pictures, no foreign links. */
import { memo, useMemo } from 'react';
import ReactMarkdown, { type Components } from 'react-markdown';
import remarkMath from 'remark-math';
import { heavyPartsOf, useHeavyPlugins } from './heavy-plugins.ts';
import { knownElements } from './known-elements.ts';
import { type MarkedSpan, markSpans } from './mark-spans.ts';
import { parts } from './parts.tsx';
import { remarkNotes } from './remark-notes.ts';
import { type PageMark, setPageMarks } from './set-page-marks.ts';

export interface MarkdownProps {
  readonly text: string;
  /** Spans of `text` to mark. */
  readonly spans?: readonly MarkedSpan[];
  /** Where pages of the original begin in `text`, ascending. */
  readonly pages?: readonly PageMark[];
  /** Sets a single sentence: without a paragraph around it. */
  readonly inline?: boolean;
  /** Overrides of single elements. */
  readonly components?: Components;
}

const noSpans: readonly MarkedSpan[] = [];
const noPages: readonly PageMark[] = [];
const inlineParts: Components = { p: ({ children }) => <>{children}</> };

export const Markdown = memo(function Markdown({
  text,
  spans = noSpans,
  pages = noPages,
  inline = false,
  components,
}: MarkdownProps) {
  const heavy = useHeavyPlugins(heavyPartsOf(text));
  const all = useMemo(
    () => ({ ...parts, ...(inline && inlineParts), ...components }),
    [inline, components],
  );
  return (
    <ReactMarkdown
      remarkPlugins={[remarkNotes, remarkMath]}
      rehypePlugins={[
        [setPageMarks, { source: text, pages }],
        [markSpans, { source: text, spans }],
        knownElements,
        ...heavy,
      ]}
      // Addresses reach the parts as they stand; the parts never make a foreign link of them.
      urlTransform={(url) => url}
      components={all}
    >
      {text}
    </ReactMarkdown>
  );
});
