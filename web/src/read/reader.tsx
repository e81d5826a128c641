/** Shows a source and lands on the words that a citation quotes. */
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react';
import { Link } from 'wouter';
import type { Citation, DocumentText } from '../../../src/serve/contract.ts';
import { ApiError } from '../api/fetch-json.ts';
import { useDocument } from '../api/queries.ts';
import type { MarkedSpan } from '../markdown/mark-spans.ts';
import { Button } from '../ui/button.tsx';
import { Failure, Waiting } from '../ui/notices.tsx';
import { landOn } from './land-on.ts';
import { ACTIVE, MarkedText } from './marked-text.tsx';
import { Outline } from './outline.tsx';
import { pageNameAt } from './pages.ts';
import { cutPieces } from './pieces.ts';
import { placeCitation } from './place-citation.ts';
import { QuoteStrip } from './quote-strip.tsx';
import { exactNameOf, ReaderHead, type ReadingMode } from './reader-head.tsx';
import { ReadingText } from './reading-text.tsx';
import { useVisible } from './use-visible.ts';

export interface ReaderProps {
  readonly documentId: string;
  /** Citations of this document, in the order to step through. */
  readonly citations: readonly Citation[];
  /** Marker of the citation to land on. */
  readonly active: number | undefined;
  readonly onActive: (marker: number) => void;
  readonly onClose?: (() => void) | undefined;
  /** Level of the title. */
  readonly heading?: 'h1' | 'h2';
  /** The citations are places that an address named, not quotations that were checked. */
  readonly placeOnly?: boolean;
}

/** Fills its parent, which must have a height, and scrolls inside itself. */
export function Reader(props: ReaderProps) {
  const { data: document, error, refetch, failureReason } = useDocument(props.documentId);
  if (document !== undefined)
    return <OpenReader key={document.id} {...props} document={document} />;
  return (
    <div className="space-y-4 p-6">
      {props.onClose !== undefined && (
        <Button size="small" onClick={props.onClose}>
          Close
        </Button>
      )}
      {error === null ? (
        <Waiting lines={6} label="Opening the source" reason={failureReason} />
      ) : error instanceof ApiError && error.status === 404 ? (
        <MissingDocument />
      ) : (
        <Failure error={error} retry={() => void refetch()} />
      )}
    </div>
  );
}

export function MissingDocument() {
  return (
    <div role="alert" className="rounded-md border border-line bg-panel p-4">
      <p>No document of that name is in the library. It may have been removed since.</p>
      <p className="mt-2">
        <Link href="/library" className="text-accent underline underline-offset-3">
          Go to the library
        </Link>
      </p>
    </div>
  );
}

function OpenReader(props: ReaderProps & { document: DocumentText }) {
  const {
    document,
    citations,
    active,
    onActive,
    onClose,
    heading = 'h2',
    placeOnly = false,
  } = props;
  const [mode, setMode] = useState<ReadingMode>('reading');
  const [missing, setMissing] = useState(false);
  const [wide, setWide] = useState<boolean>();
  const whole = useRef<HTMLElement>(null);
  const scroller = useRef<HTMLDivElement>(null);
  const strip = useRef<HTMLElement>(null);
  /** Two landings at once would pull at the text. */
  const stopLanding = useRef<() => void>(() => undefined);
  const placed = useMemo(
    () => citations.map((citation) => placeCitation(document, citation)),
    [document, citations],
  );
  const current = placed.find(({ citation }) => citation.marker === active);
  const spans = useMemo(
    () =>
      placed.flatMap(({ citation: { marker }, span }): MarkedSpan[] =>
        span === undefined
          ? []
          : [{ ...span, name: marker === active ? `${marker} ${ACTIVE}` : `${marker}` }],
      ),
    [placed, active],
  );

  useLayoutEffect(() => {
    const element = whole.current;
    if (element === null) return;
    const observer = new ResizeObserver(() => setWide(element.clientWidth >= 860));
    observer.observe(element);
    return () => observer.disconnect();
  }, []);

  const start = current?.span?.start;
  // biome-ignore lint/correctness/useExhaustiveDependencies: lands anew in the other view
  useEffect(() => {
    setMissing(false);
    if (scroller.current === null || start === undefined) return;
    stopLanding.current();
    stopLanding.current = landOn({
      scroller: scroller.current,
      find: () => scroller.current?.querySelector(`[data-name~="${ACTIVE}"]`) ?? null,
      block: 'center',
      onMissing: () => setMissing(true),
    });
    return () => stopLanding.current();
  }, [active, start, mode]);

  useEffect(() => {
    // Those who step with the reader's own buttons keep their place; the strip is read out to them.
    const isElsewhere = !whole.current?.contains(window.document.activeElement);
    if (active !== undefined && isElsewhere) strip.current?.focus({ preventScroll: true });
  }, [active]);

  const pieces = useMemo(() => cutPieces(document), [document]);
  const seen = useVisible(scroller, '[data-piece]', '-24px 0px -75% 0px', mode);
  const section = pieces[Math.min(...seen)]?.section;

  const go = (target: number): void => {
    setMode('reading');
    if (scroller.current === null) return;
    const find = () =>
      scroller.current?.querySelector<HTMLElement>(`[data-section="${target}"]`) ?? null;
    stopLanding.current();
    stopLanding.current = landOn({ scroller: scroller.current, find, block: 'start' });
    find()?.focus({ preventScroll: true });
  };

  const goToPage = (number: number): void => {
    setMode('reading');
    const place = document.pages.find((page) => page.number === number)?.start ?? 0;
    const piece = Math.max(
      pieces.findLastIndex((one) => one.start <= place),
      0,
    );
    // Far from the view its mark is not there before its piece has been gone to.
    const find = () =>
      scroller.current?.querySelector(`[data-page="${number}"]`) ??
      scroller.current?.querySelector(`[data-piece][data-at="${piece}"]`) ??
      null;
    if (scroller.current === null) return;
    stopLanding.current();
    stopLanding.current = landOn({ scroller: scroller.current, find, block: 'start' });
  };

  return (
    <article ref={whole} className="flex h-full min-h-0 flex-col bg-paper">
      <ReaderHead
        {...{ document, citations, active, onActive, mode, heading, onClose }}
        onMode={setMode}
        onPage={goToPage}
      />
      {current !== undefined && (
        <QuoteStrip
          ref={strip}
          placed={current}
          page={pageNameAt(document, (current.span ?? current.citation).start)}
          exactName={exactNameOf(document)}
          placeOnly={placeOnly}
          missing={missing}
          onFile={() => setMode('file')}
        />
      )}
      <div className={`flex min-h-0 flex-1 ${wide ? '' : 'flex-col'}`}>
        {wide !== undefined && (
          <Outline
            key={String(wide)}
            sections={document.sections}
            current={section}
            onGo={go}
            wide={wide}
          />
        )}
        <div
          ref={scroller}
          // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so it must take the keys
          tabIndex={0}
          className="-outline-offset-2 min-h-0 min-w-0 flex-1 overflow-y-auto"
        >
          <div className="mx-auto max-w-[44rem] px-4 py-6 md:px-8">
            {mode === 'reading' ? (
              <ReadingText {...{ document, pieces, spans, scroller }} />
            ) : (
              <pre className="whitespace-pre-wrap break-words font-mono text-sm" data-file>
                <MarkedText text={document.text} spans={spans} />
              </pre>
            )}
          </div>
        </div>
      </div>
    </article>
  );
}
