/** How a document was cut: its chunks in order, each against another ground than its neighbours. */
import { useMemo, useState } from 'react';
import { Link } from 'wouter';
import type { ChunkList, DocumentText } from '../../../src/serve/contract.ts';
import { useChunks, useDocument } from '../api/queries.ts';
import { Button } from '../ui/button.tsx';
import { Failure, Nothing, Waiting } from '../ui/notices.tsx';
import { type ChunkSlice, sliceChunks } from './chunk-slices.ts';
import { formatCount, formatMany } from './format.ts';

const shownAtFirst = 40;

/** Reads the document and its chunks when it is first shown. */
export function ChunkPreview({ documentId, title }: { documentId: string; title: string }) {
  const document = useDocument(documentId);
  const chunks = useChunks(documentId);
  const error = document.error ?? chunks.error;
  if (error !== null) {
    const retry = () => {
      void document.refetch();
      void chunks.refetch();
    };
    return <Failure error={error} retry={retry} />;
  }
  if (document.data === undefined || chunks.data === undefined) {
    return (
      <Waiting
        lines={4}
        label={`Reading the chunks of ${title}`}
        reason={document.failureReason ?? chunks.failureReason}
      />
    );
  }
  return <Chunks document={document.data} chunks={chunks.data} />;
}

function Chunks({ document, chunks }: { document: DocumentText; chunks: ChunkList }) {
  const [all, setAll] = useState(false);
  const slices = useMemo(() => sliceChunks(document.text, chunks), [document, chunks]);
  if (slices.length === 0) {
    return <Nothing title="No chunks">This document holds no text that can be searched.</Nothing>;
  }
  const shown = all ? slices : slices.slice(0, shownAtFirst);
  return (
    <>
      <ol
        aria-label={`Chunks of ${document.title}`}
        className="overflow-hidden rounded-md border border-line"
      >
        {shown.map((slice) => (
          <ChunkItem key={slice.chunkId} slice={slice} documentId={document.id} />
        ))}
      </ol>
      {shown.length < slices.length && (
        <Button size="small" className="mt-3" onClick={() => setAll(true)}>
          Show all {formatMany(slices.length, 'chunk')}
        </Button>
      )}
    </>
  );
}

function ChunkItem({ slice, documentId }: { slice: ChunkSlice; documentId: string }) {
  const { number, start, end, headingPath, text } = slice;
  return (
    <li
      className={`border-line px-3 py-2.5 not-first:border-t md:px-4 ${number % 2 === 1 ? 'bg-panel' : 'bg-sunken'}`}
    >
      <p className="flex flex-wrap items-baseline gap-x-3 text-quiet text-xs tabular-nums">
        <Link
          href={`/read/${documentId}?at=${start}-${end}`}
          className="font-medium text-accent underline-offset-3 hover:underline"
        >
          Chunk {number}
        </Link>
        <span className="min-w-0 max-md:order-last max-md:basis-full">
          {headingPath.join(' › ') || 'Before the first heading'}
        </span>
        <span className="ml-auto whitespace-nowrap">{formatCount(end - start)} characters</span>
      </p>
      <p className="mt-1 whitespace-pre-wrap font-mono text-xs leading-relaxed wrap-anywhere">
        {text.trim()}
      </p>
    </li>
  );
}
