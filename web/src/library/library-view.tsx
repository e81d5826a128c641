/** `/library`: what the notes are, how they were cut, a search over them, and the way to add more. */
import { useQueryClient } from '@tanstack/react-query';
import { ApiError } from '../api/fetch-json.ts';
import { refreshIngest, useDocuments, useIngest, useMayWrite } from '../api/queries.ts';
import { Icon } from '../ui/icon.tsx';
import { Failure, Nothing, Waiting } from '../ui/notices.tsx';
import { useTitle } from '../ui/use-title.ts';
import { AddButton, ReadFolderButton } from './add-documents.tsx';
import { addFiles, refuseFile } from './adding.ts';
import { DocumentBrowser } from './document-browser.tsx';
import { DropZone } from './drop-zone.tsx';
import { IntakePanel } from './intake-panel.tsx';
import { addedKinds } from './kinds.ts';
import { LibrarySummary } from './library-summary.tsx';
import { PassageResults } from './passage-results.tsx';
import { useDroppedFiles } from './use-dropped-files.ts';
import { useTypedQuery } from './use-typed-query.ts';

/** How often to look whether somebody else has begun an ingestion. */
const lookAgainMs = 10_000;

export function LibraryView() {
  useTitle('Library');
  const documents = useDocuments();
  const status = useIngest(lookAgainMs);
  const mayWrite = useMayWrite();
  const client = useQueryClient();
  const { isOver, handlers } = useDroppedFiles(mayWrite, (files, folders) => {
    addFiles(files, () => void refreshIngest(client));
    for (const name of folders) {
      refuseFile(name, 'Is a folder; drop the files in it, or a zip of them.');
    }
  });
  return (
    <div className="relative flex h-full flex-col" {...handlers}>
      <div className="min-h-0 flex-1 overflow-y-auto">
        <div className="mx-auto max-w-5xl px-4 py-6 md:px-8 md:py-10">
          <div className="flex min-h-10 flex-wrap items-center gap-2">
            <h1 className="mr-auto font-serif text-2xl">Library</h1>
            {mayWrite && (
              <>
                <ReadFolderButton busy={status?.state === 'running'} />
                <AddButton />
              </>
            )}
          </div>
          <LibraryContent
            documents={documents}
            mayWrite={mayWrite}
            isPreparing={status === undefined || status.state === 'running'}
          />
        </div>
      </div>
      <IntakePanel status={status} documents={documents.data?.documents} />
      {isOver && <DropZone />}
    </div>
  );
}

interface LibraryContentProps {
  readonly documents: ReturnType<typeof useDocuments>;
  readonly mayWrite: boolean;
  readonly isPreparing: boolean;
}

function LibraryContent({ documents, mayWrite, isPreparing }: LibraryContentProps) {
  const { data, error, refetch, failureReason } = documents;
  const { typed, query, type } = useTypedQuery();
  const reason = error ?? failureReason;
  const hasNoIndex = reason instanceof ApiError && reason.code === 'not-ready';
  if (data === undefined && hasNoIndex && !isPreparing) {
    return <EmptyLibrary mayWrite={mayWrite} reason={reason.message} />;
  }
  if (error !== null) {
    return (
      <div className="mt-6">
        <Failure error={error} retry={() => void refetch()} />
      </div>
    );
  }
  if (data === undefined)
    return <Waiting lines={8} label="Reading the library" reason={failureReason} />;
  if (data.documents.length === 0) return <EmptyLibrary mayWrite={mayWrite} />;
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

interface EmptyLibraryProps {
  readonly mayWrite: boolean;
  /** Why there is nothing, as the server has it. */
  readonly reason?: string;
}

function EmptyLibrary({ mayWrite, reason }: EmptyLibraryProps) {
  return (
    <div className="mt-6">
      <Nothing title="No documents yet">
        {reason !== undefined && <p>{reason}</p>}
        {mayWrite && (
          <>
            <p className="mx-auto mt-2 max-w-xl">
              Add files with the button, or drop them here: {addedKinds}. What is put into the
              notes' folder (<code className="font-mono">corpus</code>, or what{' '}
              <code className="font-mono">CORPUS_DIR</code> names) is read too.
            </p>
            <div className="mt-4">
              <AddButton />
            </div>
          </>
        )}
      </Nothing>
    </div>
  );
}
