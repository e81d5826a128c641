/** How documents are being prepared, in words. */
import type { IngestStatus } from '../api/queries.ts';
import { formatCount, formatMany } from './format.ts';

/** How far the run is that goes on. */
export function progressWords({ progress }: IngestStatus): string {
  const { files = 0, filesDone = 0, embedded = 0 } = progress ?? {};
  if (files === 0) return 'Preparing the documents …';
  const read = `Preparing the documents: ${formatCount(filesDone)} of ${formatMany(files, 'file')}`;
  return embedded === 0 ? read : `${read}, ${formatMany(embedded, 'text')} encoded`;
}

/** What the last run left to say; empty where all went well. */
export function trouble({ failure, setAside, notices }: IngestStatus): string {
  if (failure !== null) return failure;
  const aside =
    setAside.length > 0 ? `${formatMany(setAside.length, 'file')} could not be read` : undefined;
  const unread =
    notices.length > 0 ? `${formatMany(notices.length, 'notice')} on what was read` : undefined;
  const parts = [aside, unread].filter((part) => part !== undefined);
  return parts.length === 0 ? '' : `${parts.join(', ')}.`;
}

/** What is said aloud when a run has ended. */
export function endWords(status: IngestStatus): string {
  if (status.failure !== null) return status.failure;
  return `The documents are ready. ${trouble(status)}`.trim();
}
