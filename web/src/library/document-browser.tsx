/** The documents, filtered and sorted. */
import { useDeferredValue, useMemo, useState } from 'react';
import type { DocumentSummary } from '../../../src/serve/contract.ts';
import { Button } from '../ui/button.tsx';
import { Nothing } from '../ui/notices.tsx';
import { DocumentStack } from './document-stack.tsx';
import { DocumentTable } from './document-table.tsx';
import { formatMany } from './format.ts';
import { type Sorting, selectDocuments, topicsOf } from './select-documents.ts';
import { useWide } from './use-wide.ts';

const shownAtOnce = 200;
const everything = { text: '', topic: '' };

export function DocumentBrowser({ documents }: { documents: readonly DocumentSummary[] }) {
  const [filter, setFilter] = useState(everything);
  const [sorting, sort] = useState<Sorting>({ column: 'title', direction: 'ascending' });
  const [openIds, setOpenIds] = useState<ReadonlySet<string>>(new Set());
  const [limit, setLimit] = useState(shownAtOnce);
  const deferred = useDeferredValue(filter);
  const selected = useMemo(
    () => selectDocuments(documents, deferred, sorting),
    [documents, deferred, sorting],
  );
  const topics = useMemo(() => topicsOf(documents), [documents]);
  const Rows = useWide() ? DocumentTable : DocumentStack;
  const toggle = (id: string) =>
    setOpenIds((before) => {
      const after = new Set(before);
      if (!after.delete(id)) after.add(id);
      return after;
    });
  return (
    <section aria-labelledby="documents">
      <div className="flex flex-wrap items-end justify-between gap-x-6 gap-y-3">
        <h2 id="documents" tabIndex={-1} className="font-medium text-lg">
          Documents
        </h2>
        <div className="flex grow flex-wrap gap-2 sm:grow-0">
          <input
            type="search"
            aria-label="Filter the documents by title or file name"
            placeholder="Filter by title"
            value={filter.text}
            onChange={({ target }) => setFilter({ ...filter, text: target.value })}
            className="min-h-9 w-48 min-w-0 grow rounded-md border border-line bg-panel px-3"
          />
          <select
            aria-label="Filter the documents by topic"
            value={filter.topic}
            onChange={({ target }) => setFilter({ ...filter, topic: target.value })}
            className="min-h-9 w-40 min-w-0 grow rounded-md border border-line bg-panel px-2"
          >
            <option value="">All topics</option>
            {topics.map((topic) => (
              <option key={topic}>{topic}</option>
            ))}
          </select>
        </div>
      </div>
      <p role="status" className="mt-2 text-quiet text-sm tabular-nums">
        {selected.length === documents.length
          ? ''
          : `${selected.length} of ${formatMany(documents.length, 'document')}`}
      </p>
      <div className="mt-2">
        {selected.length === 0 ? (
          <Nothing title="No document fits the filter">
            <Button size="small" className="mt-2" onClick={() => setFilter(everything)}>
              Show all documents
            </Button>
          </Nothing>
        ) : (
          <Rows
            documents={selected.slice(0, limit)}
            sorting={sorting}
            sort={sort}
            openIds={openIds}
            toggle={toggle}
          />
        )}
        {selected.length > limit && (
          <Button className="mt-4" onClick={() => setLimit(limit + shownAtOnce)}>
            Show more ({formatMany(selected.length - limit, 'document')} left)
          </Button>
        )}
      </div>
    </section>
  );
}
