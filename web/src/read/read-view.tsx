/** The full page of a source: `/read/:id`, with `?at=start-end` or `?turn=<id>` to land somewhere. */
import { useMemo, useState } from 'react';
import { useSearch } from 'wouter';
import type { Citation, DocumentText } from '../../../src/serve/contract.ts';
import { ApiError } from '../api/fetch-json.ts';
import { useDocument, useTurn } from '../api/queries.ts';
import { Failure, Waiting } from '../ui/notices.tsx';
import { useTitle } from '../ui/use-title.ts';
import { parsePlace } from './parse-place.ts';
import { MissingDocument, Reader } from './reader.tsx';

export function ReadView({ documentId }: { documentId: string }) {
  const { data: document, error, refetch, failureReason } = useDocument(documentId);
  useTitle(document?.title ?? 'Source');
  const search = new URLSearchParams(useSearch());
  const turn = search.get('turn');
  const at = search.get('at');
  if (document === undefined) {
    const isGone = error instanceof ApiError && error.status === 404;
    return (
      <Page title={isGone ? 'Not in the library' : 'Source'}>
        {error === null && <Waiting lines={6} label="Opening the source" reason={failureReason} />}
        {isGone && <MissingDocument />}
        {error !== null && !isGone && <Failure error={error} retry={() => void refetch()} />}
      </Page>
    );
  }
  if (turn !== null) return <OfTurn key={turn} document={document} turnId={turn} at={at} />;
  return <OfPlace key={at} document={document} at={at} />;
}

function Page({ title, children }: { title: string; children: React.ReactNode }) {
  return (
    <div className="h-full overflow-y-auto">
      <div className="mx-auto max-w-3xl space-y-4 px-4 py-6 md:px-8">
        <h1 className="font-serif text-xl">{title}</h1>
        {children}
      </div>
    </div>
  );
}

interface OpenProps {
  readonly document: DocumentText;
  readonly citations: readonly Citation[];
  /** What of the address could not be followed. */
  readonly notice?: string | undefined;
  /** Marker to land on first. */
  readonly first: number | undefined;
  readonly placeOnly?: boolean;
}

function Open({ document, citations, notice, first, placeOnly = false }: OpenProps) {
  const [active, setActive] = useState(first);
  return (
    <div className="flex h-full min-h-0 flex-col">
      {notice !== undefined && (
        <p role="status" className="shrink-0 bg-warn-soft px-4 py-2 text-sm text-warn md:px-6">
          {notice}
        </p>
      )}
      <div className="min-h-0 flex-1">
        <Reader
          documentId={document.id}
          citations={citations}
          active={active}
          onActive={setActive}
          heading="h1"
          placeOnly={placeOnly}
        />
      </div>
    </div>
  );
}

function OfPlace({ document, at }: { document: DocumentText; at: string | null }) {
  const citations = useMemo(() => {
    const place = at === null ? undefined : parsePlace(at, document.text.length);
    return place === undefined ? [] : [citationOf(document, place.start, place.end)];
  }, [document, at]);
  const isForeign = at !== null && citations.length === 0;
  return (
    <Open
      document={document}
      citations={citations}
      first={citations[0]?.marker}
      notice={isForeign ? 'The address names no passage of this document.' : undefined}
      placeOnly
    />
  );
}

function OfTurn(props: { document: DocumentText; turnId: string; at: string | null }) {
  const { document, turnId, at } = props;
  const { data: turn, error, failureReason } = useTurn(turnId);
  const citations = useMemo(
    () =>
      (turn?.answered?.answer.citations ?? []).filter(
        ({ documentId }) => documentId === document.id,
      ),
    [turn, document.id],
  );
  if (turn === undefined && error === null) {
    return (
      <Page title={document.title}>
        <Waiting lines={6} label="Opening the citations" reason={failureReason} />
      </Page>
    );
  }
  const named = citations.find(({ start, end }) => at === `${start}-${end}`);
  return (
    <Open
      key={at}
      document={document}
      citations={citations}
      first={(named ?? citations[0])?.marker}
      notice={
        citations.length === 0
          ? 'The answer that the address names is not stored, or does not cite this document.'
          : at !== null && named === undefined
            ? 'The answer cites no such passage of this document; here is its first.'
            : undefined
      }
    />
  );
}

/** A place of the text in the shape of a citation. */
function citationOf(document: DocumentText, start: number, end: number): Citation {
  return {
    marker: 1,
    documentId: document.id,
    uri: document.uri,
    title: document.title,
    headingPath: [],
    start,
    end,
    quote: document.text.slice(start, end),
    status: 'verified',
    contentHash: document.contentHash,
  };
}
