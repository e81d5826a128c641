/** What a document's row holds, in the table and in the list of narrow screens alike. */
import { Link } from 'wouter';
import type { DocumentSummary } from '../../../src/serve/contract.ts';
import { useMayWrite } from '../api/queries.ts';
import { Icon } from '../ui/icon.tsx';
import { formatDay, formatMany } from './format.ts';
import { kindOf } from './kinds.ts';
import { originOf } from './origin.ts';
import { RemoveDocument } from './remove-document.tsx';

export interface DocumentRowProps {
  readonly document: DocumentSummary;
  readonly isOpen: boolean;
  readonly toggle: () => void;
}

/** Of which kind a document is, and where it comes from. */
export function DocumentSource({ document }: { document: DocumentSummary }) {
  const { isUpload, path } = originOf(document);
  return (
    <span className="mt-0.5 block text-quiet text-xs wrap-anywhere">
      <span className="mr-1.5 rounded-sm border border-line px-1 text-ink">{kindOf(document)}</span>
      {isUpload ? 'Uploaded' : 'Folder'} · {path}
    </span>
  );
}

export function DocumentLinks({ document }: { document: DocumentSummary }) {
  const { id, title } = document;
  const mayRemove = useMayWrite() && originOf(document).isRemovable;
  const look = 'whitespace-nowrap text-accent underline-offset-3 hover:underline';
  return (
    <span className="flex flex-wrap gap-x-4 text-sm">
      <Link href={`/read/${id}`} className={look} aria-label={`Read ${title}`}>
        Read
      </Link>
      <Link
        href={`/?about=${encodeURIComponent(title)}`}
        className={look}
        aria-label={`Ask about it: ${title}`}
      >
        Ask about it
      </Link>
      {mayRemove && <RemoveDocument document={document} />}
    </span>
  );
}

/** Opens and closes the chunk preview. */
export function ChunksToggle({
  document,
  isOpen,
  toggle,
  bare,
}: DocumentRowProps & { bare?: boolean }) {
  const { title, chunks } = document;
  return (
    <button
      type="button"
      onClick={toggle}
      aria-expanded={isOpen}
      aria-label={`${formatMany(chunks, 'chunk')} of ${title}`}
      className="-mx-1.5 inline-flex min-h-7 items-center gap-1 rounded-sm px-1.5 text-sm tabular-nums hover:bg-sunken"
    >
      {bare ? chunks : formatMany(chunks, 'chunk')}
      <Icon name={isOpen ? 'up' : 'down'} size={14} />
    </button>
  );
}

export function Updated({ document: { updated } }: { document: DocumentSummary }) {
  if (updated === null) return <span className="text-quiet">–</span>;
  return <span className="whitespace-nowrap">{formatDay(updated)}</span>;
}
