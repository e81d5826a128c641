/** `/library`: what the notes are, how they were cut, and a search over their passages. */
import { useDocuments } from '../api/queries.ts';
import { Icon } from '../ui/icon.tsx';
import { Failure, Nothing, Waiting } from '../ui/notices.tsx';
import { useTitle } from '../ui/use-title.ts';
import { DocumentBrowser } from './document-browser.tsx';
import { LibrarySummary } from './library-summary.tsx';
import { PassageResults } from './passage-results.tsx';
import { useTypedQuery } from './use-typed-query.ts';

export function LibraryView() {
  useTitle('Library');
  return (
    <div className="h-full overflow-y-auto">
      <div className="mx-auto max-w-5xl px-4 py-6 md:px-8 md:py-10">
        <h1 className="font-serif text-2xl">Library</h1>
        <LibraryContent />
      </div>
    </div>
  );
}

function LibraryContent() {
  const { data, error, refetch, failureReason } = useDocuments();
  const { typed, query, type } = useTypedQuery();
  if (error !== null) {
    return (
      <div className="mt-6">
        <Failure error={error} retry={() => void refetch()} />
      </div>
    );
  }
  if (data === undefined)
    return <Waiting lines={8} label="Reading the library" reason={failureReason} />;
  if (data.documents.length === 0) return <EmptyLibrary />;
  return (
    <>
      <LibrarySummary list={data} />
      <search className="mt-6 block">
        <label className="relative block">
          <span className="sr-only">Search the passages</span>
          <span className="pointer-events-none absolute inset-y-0 left-3 flex items-center text-quiet">
            <Icon name="search" />
          </span>
          <input
            type="search"
            value={typed}
            onChange={({ target }) => type(target.value)}
            placeholder="Search the passages"
            autoComplete="off"
            className="min-h-11 w-full rounded-md border border-line-strong bg-panel pr-3 pl-10"
          />
        </label>
      </search>
      <div className="mt-8">
        {query === '' ? (
          <DocumentBrowser documents={data.documents} />
        ) : (
          <PassageResults question={query} />
        )}
      </div>
    </>
  );
}

function EmptyLibrary() {
  return (
    <div className="mt-6">
      <Nothing title="No documents yet">
        Put Markdown or text files into the notes' folder (<code className="font-mono">corpus</code>
        , or what <code className="font-mono">CORPUS_DIR</code> names), then run{' '}
        <code className="font-mono">npm run ingest</code>.
      </Nothing>
    </div>
  );
}
