/** The reading view: pieces near the view are set, the others keep their room. */
import { memo, type RefObject, useLayoutEffect, useMemo, useRef } from 'react';
import type { DocumentText } from '../../../src/serve/contract.ts';
import { namesOver, shiftSpans } from '../markdown/cut-marks.ts';
import type { MarkedSpan } from '../markdown/mark-spans.ts';
import { NoteUri } from '../markdown/note-link.tsx';
import type { PageMark } from '../markdown/set-page-marks.ts';
import { ACTIVE } from './marked-text.tsx';
import { NoteHead, NoteReferences } from './note-head.tsx';
import { marksIn, pageMarksOf } from './pages.ts';
import { PieceText } from './piece-text.tsx';
import type { Piece } from './pieces.ts';
import { useVisible } from './use-visible.ts';

interface ReadingTextProps {
  readonly document: DocumentText;
  readonly pieces: readonly Piece[];
  /** Relative to the document's text. */
  readonly spans: readonly MarkedSpan[];
  readonly scroller: RefObject<HTMLElement | null>;
}

export function ReadingText({ document, pieces, spans, scroller }: ReadingTextProps) {
  const near = useVisible(scroller, '[data-piece]', '1500px 0px', pieces);
  const marks = useMemo(() => pageMarksOf(document), [document]);
  return (
    <NoteUri value={document.uri}>
      <div className="prose">
        <NoteHead metadata={document.metadata} />
        {pieces.map((piece, at) => {
          const { start, end } = piece;
          const isNear = near.has(at) || at === 0;
          const set = isNear || namesOver(spans, start, end).split(' ').includes(ACTIVE);
          return (
            <PieceBox
              key={start}
              at={at}
              piece={piece}
              document={document}
              spans={spans}
              marks={marks}
              isLast={at === pieces.length - 1}
              isSet={set}
            />
          );
        })}
        <NoteReferences metadata={document.metadata} />
      </div>
    </NoteUri>
  );
}

interface PieceBoxProps {
  readonly at: number;
  readonly piece: Piece;
  readonly document: DocumentText;
  readonly spans: readonly MarkedSpan[];
  /** Of all pages, relative to the document's text. */
  readonly marks: readonly PageMark[];
  readonly isLast: boolean;
  readonly isSet: boolean;
}

/** A text of 500 kB has a thousand of them: only those that change are rendered again. */
const PieceBox = memo(function PieceBox(props: PieceBoxProps) {
  const { at, piece, document, spans, marks, isLast, isSet } = props;
  const box = useRef<HTMLDivElement>(null);
  const height = useRef(estimateHeight(piece));
  const text = useMemo(() => document.text.slice(piece.start, piece.end), [document, piece]);
  const pages = useMemo(
    () => marksIn(marks, piece.start, piece.end, isLast),
    [marks, piece, isLast],
  );
  const inside = useSameSpans(shiftSpans(spans, piece.start, piece.end));
  useLayoutEffect(() => {
    const element = box.current;
    if (!isSet || element === null) return;
    const observer = new ResizeObserver(() => {
      height.current = element.offsetHeight;
    });
    observer.observe(element);
    return () => observer.disconnect();
  }, [isSet]);
  return (
    <div
      ref={box}
      data-piece
      data-at={at}
      data-section={piece.headingPath.length > 0 ? piece.section : undefined}
      tabIndex={-1}
      className="piece"
      style={isSet ? undefined : { height: height.current }}
    >
      {isSet ? (
        <PieceText
          text={text}
          mediaType={document.mediaType}
          spans={inside}
          pages={pages}
          depth={Math.min(piece.headingPath.length, 5)}
        />
      ) : (
        <HiddenHeading path={piece.headingPath} />
      )}
    </div>
  );
});

/** Keeps the order of headings whole for those who read by them. */
function HiddenHeading({ path }: { path: readonly string[] }) {
  const title = path.at(-1);
  if (title === undefined) return null;
  const Tag = `h${Math.min(path.length + 1, 6) as 2 | 3 | 4 | 5 | 6}` as const;
  return <Tag className="sr-only">{title}</Tag>;
}

/** In pixels, at some 75 characters a line. */
function estimateHeight({ start, end }: Piece): number {
  return 60 + ((end - start) / 75) * 28 * 1.15;
}

/** The same array as long as it holds the same spans, so that the text is not set again. */
function useSameSpans(spans: readonly MarkedSpan[]): readonly MarkedSpan[] {
  const key = JSON.stringify(spans);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the key stands for the spans
  return useMemo(() => spans, [key]);
}
