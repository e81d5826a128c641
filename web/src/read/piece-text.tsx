/** One piece of a document, set: Markdown where it is Markdown, paragraphs where it is not. */
import { memo } from 'react';
import { shiftSpans } from '../markdown/cut-marks.ts';
import type { MarkedSpan } from '../markdown/mark-spans.ts';
import { Markdown } from '../markdown/markdown.tsx';
import { MarkedText } from './marked-text.tsx';
import { SectionBoundary } from './section-boundary.tsx';

interface PieceTextProps {
  readonly text: string;
  readonly mediaType: string;
  /** Relative to `text`. */
  readonly spans: readonly MarkedSpan[];
}

export const PieceText = memo(function PieceText({ text, mediaType, spans }: PieceTextProps) {
  if (mediaType !== 'text/markdown') return <Paragraphs text={text} spans={spans} />;
  const source = (
    <pre className="source">
      <MarkedText text={text} spans={spans} />
    </pre>
  );
  if (isPathological(text)) return source;
  return (
    <SectionBoundary fallback={source}>
      <Markdown text={text} spans={spans} />
    </SectionBoundary>
  );
});

/** What no blank line cuts, or what nests deeper than any note, would hold up the page. */
function isPathological(text: string): boolean {
  return text.length > 60_000 || /^[ \t]*(?:(?:[>*+-]|\d{1,9}[.)])[ \t]*){40}/m.test(text);
}

function Paragraphs({ text, spans }: Pick<PieceTextProps, 'text' | 'spans'>) {
  const parts = [...text.matchAll(/\S(?:(?!\r?\n[ \t]*\r?\n)[\s\S])*/g)];
  return parts.map(({ 0: paragraph, index }) => (
    <p key={index} className="whitespace-pre-wrap">
      <MarkedText text={paragraph} spans={shiftSpans(spans, index, index + paragraph.length)} />
    </p>
  ));
}
