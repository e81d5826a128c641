/** What the library holds, when it was read, and what searches it. */
import type { DocumentList, Mode } from '../../../src/serve/contract.ts';
import { Icon } from '../ui/icon.tsx';
import { formatMany, formatMoment } from './format.ts';

export function LibrarySummary({ list: { documents, mode, indexedAt } }: { list: DocumentList }) {
  const chunks = documents.reduce((sum, document) => sum + document.chunks, 0);
  const chars = documents.reduce((sum, document) => sum + document.chars, 0);
  return (
    <>
      <p className="mt-2 text-quiet text-sm tabular-nums">
        {formatMany(documents.length, 'document')}, {formatMany(chunks, 'chunk')},{' '}
        {formatMany(chars, 'character')}. Indexed{' '}
        <time dateTime={indexedAt}>{formatMoment(indexedAt)}</time>. {searchedBy(mode)}
      </p>
      {mode.encoder !== null && (
        <p className="mt-1 text-quiet text-xs">
          Encoder <code className="font-mono wrap-anywhere">{mode.encoder}</code>
          {mode.vectorIndex !== null && (
            <>
              , vectors in <code className="font-mono">{mode.vectorIndex}</code>
            </>
          )}
        </p>
      )}
      {mode.notices.map((notice) => (
        <p
          key={notice}
          className="mt-3 flex gap-2 rounded-md bg-warn-soft px-3 py-2 text-sm text-warn"
        >
          <span className="mt-0.5">
            <Icon name="warn" />
          </span>
          {notice}
        </p>
      ))}
    </>
  );
}

function searchedBy({ retrievers }: Mode): string {
  const words = retrievers.includes('lexical');
  const meaning = retrievers.includes('dense');
  if (words && meaning) return 'Searched by words and by meaning.';
  if (meaning) return 'Searched by meaning alone.';
  return words ? 'Searched by words alone.' : 'Nothing searches it yet.';
}
