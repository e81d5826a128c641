/** The documents on a narrow screen: one beneath the other, sorted by a menu. */
import { ChunkPreview } from './chunk-preview.tsx';
import {
  ChunksToggle,
  DocumentLinks,
  type DocumentRowProps,
  DocumentSource,
  Updated,
} from './document-parts.tsx';
import { columnNames, columnsOf, type DocumentsProps } from './document-table.tsx';
import { formatMany } from './format.ts';
import { pagesOf, type Sorting } from './select-documents.ts';

export function DocumentStack({ documents, sorting, sort, openIds, toggle }: DocumentsProps) {
  return (
    <>
      <label className="flex items-center gap-2 text-quiet text-sm">
        Sorted by
        <select
          value={`${sorting.column} ${sorting.direction}`}
          onChange={({ target }) => {
            const [column, direction] = target.value.split(' ');
            sort({ column, direction } as Sorting);
          }}
          className="min-h-9 rounded-md border border-line bg-panel px-2 text-ink"
        >
          {columnsOf(documents).flatMap((column) => [
            <option key={`${column} up`} value={`${column} ascending`}>
              {columnNames[column]}, rising
            </option>,
            <option key={`${column} down`} value={`${column} descending`}>
              {columnNames[column]}, falling
            </option>,
          ])}
        </select>
      </label>
      <ul aria-label="The documents of the library" className="mt-3 border-line border-b">
        {documents.map((document) => (
          <StackedRow
            key={document.id}
            document={document}
            isOpen={openIds.has(document.id)}
            toggle={() => toggle(document.id)}
          />
        ))}
      </ul>
    </>
  );
}

function StackedRow(row: DocumentRowProps) {
  const { document, isOpen } = row;
  const pages = pagesOf(document);
  return (
    <li className="border-line border-t py-3">
      <p className="font-medium wrap-anywhere">{document.title}</p>
      <DocumentSource document={document} />
      <p className="text-quiet text-sm tabular-nums">
        {document.topic !== null && `${document.topic} · `}
        {pages !== null && `${formatMany(pages, 'page')} · `}
        {formatMany(document.chars, 'character')} · <Updated document={document} />
      </p>
      <div className="mt-1 flex flex-wrap items-center justify-between gap-x-4">
        <ChunksToggle {...row} />
        <DocumentLinks document={document} />
      </div>
      {isOpen && (
        <div className="mt-2">
          <ChunkPreview documentId={document.id} title={document.title} />
        </div>
      )}
    </li>
  );
}
