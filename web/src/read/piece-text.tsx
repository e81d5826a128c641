/** One piece of a document, set: Markdown where it is Markdown, paragraphs where it is not. */
import { memo } from 'react';
import { shiftSpans } from '../markdown/cut-marks.ts';
import type { MarkedSpan } from '../markdown/mark-spans.ts';
import { Markdown } from '../markdown/markdown.tsx';
import { headingsAt } from '../markdown/parts.tsx';
import type { PageMark } from '../markdown/set-page-marks.ts';
import { MarkedText } from './marked-text.tsx';
import { SectionBoundary } from './section-boundary.tsx';

interface PieceTextProps {
  readonly text: string;
  readonly mediaType: string;
  /** Relative to `text`. */
  readonly spans: readonly MarkedSpan[];
  /** Likewise. */
  readonly pages?: readonly PageMark[];
  /** How deep its heading stands in the document, from 1; 0 where it has none. */
  readonly depth?: number;
}

const noPages: readonly PageMark[] = [];

/** By depth. Files of other programs skip levels, which readers by headings would stumble over. */
const headingsOf = [{}, ...([2, 3, 4, 5, 6] as const).map(headingsAt)];

export const PieceText = memo(function PieceText({
  text,
  mediaType,
  spans,
  pages = noPages,
  depth = 0,
}: PieceTextProps) {
  // What was converted is Markdown too, whatever the original is.
  if (mediaType === 'text/plain') return <Paragraphs text={text} spans={spans} />;
  const source = (
    <pre className="source">
      <MarkedText text={text} spans={spans} />
    </pre>
  );
  if (isPathological(text)) return source;
  return (
    <SectionBoundary fallback={source}>
      <Markdown
        text={text}
        spans={spans}
        pages={pages}
        components={headingsOf[depth] ?? headingsOf[0]!}
      />
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
