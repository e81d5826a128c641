/**
 * Beneath the library: files on their way, how far the documents are, and what could not be read. It
 * takes its room from the bottom, so that nothing above it moves.
 */
import { useEffect, useRef, useState } from 'react';
import type { DocumentSummary } from '../../../src/serve/contract.ts';
import { type IngestStatus, useMayWrite } from '../api/queries.ts';
import { Button } from '../ui/button.tsx';
import { Icon } from '../ui/icon.tsx';
import { AddedRow, Problem } from './added-row.tsx';
import { forgetAdded, useAddedFiles } from './adding.ts';
import { endWords, progressWords, trouble } from './intake-report.ts';
import { RemoveUpload } from './remove-upload.tsx';

export interface IntakePanelProps {
  readonly status: IngestStatus | undefined;
  /** Undefined where there is no library yet, and its view says why. */
  readonly documents: readonly DocumentSummary[] | undefined;
}

/** What was read and put away; another report shows again. */
let closed = '';

export function IntakePanel({ status, documents }: IntakePanelProps) {
  const files = useAddedFiles();
  const [, setClosed] = useState(closed);
  const isRunning = status?.state === 'running';
  const told = status === undefined || isRunning ? '' : trouble(status);
  const report = JSON.stringify([status?.failure, status?.setAside, status?.notices]);
  const hasReport = told !== '' && closed !== report && documents !== undefined;
  const isGoing =
    isRunning || files.some(({ state }) => state === 'waiting' || state === 'sending');
  const close = () => {
    forgetAdded();
    closed = report;
    setClosed(report);
    document.getElementById('documents')?.focus();
  };
  const isShown = isRunning || hasReport || files.length > 0;
  return (
    <>
      <Announcer status={status} />
      {isShown && (
        <section aria-label="Adding documents" className="shrink-0 border-line border-t bg-panel">
          <div className="mx-auto max-w-5xl px-4 py-2.5 md:px-8">
            <div className="flex min-h-7 items-center gap-3 text-sm">
              <p className="min-w-0 flex-1 tabular-nums">
                {isRunning ? progressWords(status) : hasReport ? told : 'Added files'}
              </p>
              {isRunning && <RunProgress status={status} />}
              {!isGoing && (
                <Button look="bare" size="small" aria-label="Close this list" onClick={close}>
                  <Icon name="close" />
                </Button>
              )}
            </div>
            <Lists
              files={files}
              documents={documents ?? []}
              isRunning={isRunning}
              setAside={status?.setAside ?? []}
              notices={hasReport ? (status?.notices ?? []) : []}
              showsAside={hasReport}
            />
          </div>
        </section>
      )}
    </>
  );
}

function RunProgress({ status: { progress } }: { status: IngestStatus }) {
  const { files = 0, filesDone = 0 } = progress ?? {};
  return (
    <progress
      aria-label="Documents prepared"
      className="h-1.5 w-24 sm:w-40"
      {...(files > 0 && { value: filesDone, max: files })}
    />
  );
}

interface ListsProps extends Pick<IngestStatus, 'setAside' | 'notices'> {
  readonly files: ReturnType<typeof useAddedFiles>;
  readonly documents: readonly DocumentSummary[];
  readonly isRunning: boolean;
  readonly showsAside: boolean;
}

function Lists({ files, documents, isRunning, setAside, notices, showsAside }: ListsProps) {
  const mayWrite = useMayWrite();
  const idOf = new Map(documents.map(({ uri, id }) => [uri, id]));
  const reasonOf = new Map(setAside.map(({ uri, reason }) => [uri, reason]));
  const own = new Set(files.map(({ uri }) => uri));
  const others = showsAside ? setAside.filter(({ uri }) => !own.has(uri)) : [];
  if (files.length + others.length + notices.length === 0) return null;
  return (
    // biome-ignore lint/a11y/useSemanticElements: a field set is for forms, a section a landmark
    <div
      role="group"
      aria-label="Files"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so it must take the keys
      tabIndex={0}
      className="mt-1 max-h-[30vh] overflow-y-auto border-line border-t"
    >
      <ul className="divide-y divide-line">
        {files.map((file) => (
          <AddedRow
            key={file.id}
            file={file}
            documentId={isRunning ? undefined : idOf.get(file.uri ?? '')}
            reason={isRunning ? undefined : reasonOf.get(file.uri ?? '')}
            isPreparing={isRunning}
          />
        ))}
        {others.map(({ uri, reason }) => (
          <li key={uri} className="py-1.5 text-sm">
            <Problem>{reason.includes(uri) ? reason : `${uri}: ${reason}`}</Problem>
            {mayWrite && <RemoveUpload uri={uri} />}
          </li>
        ))}
        {notices.map(({ uri, notice }) => (
          <li key={`${uri} ${notice}`} className="py-1.5 text-quiet text-sm">
            <span className="wrap-anywhere">{uri}</span>: {notice}
          </li>
        ))}
      </ul>
    </div>
  );
}

/** Beginning and end of a run that was seen going on; what lies between is for the eye. */
function Announcer({ status }: { status: IngestStatus | undefined }) {
  const [said, say] = useState('');
  const wasRunning = useRef(false);
  useEffect(() => {
    if (status === undefined) return;
    const isRunning = status.state === 'running';
    if (isRunning && !wasRunning.current) say('Preparing the documents.');
    if (!isRunning && wasRunning.current) say(endWords(status));
    wasRunning.current = isRunning;
  }, [status]);
  return (
    <p role="status" className="sr-only">
      {said}
    </p>
  );
}
