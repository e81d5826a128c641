/** What a document's row holds, in the table and in the list of narrow screens alike. */
import { Link } from 'wouter';
import type { DocumentSummary } from '../../../src/serve/contract.ts';
import { Icon } from '../ui/icon.tsx';
import { formatDay, formatMany } from './format.ts';

export interface DocumentRowProps {
  readonly document: DocumentSummary;
  readonly isOpen: boolean;
  readonly toggle: () => void;
}

export function DocumentLinks({ document: { id, title } }: { document: DocumentSummary }) {
  const look = 'whitespace-nowrap text-accent underline-offset-3 hover:underline';
  return (
    <span className="flex gap-4 text-sm">
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
