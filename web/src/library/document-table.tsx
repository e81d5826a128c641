/** The documents where there is room: a table that its column headings sort. */
import { Fragment } from 'react';
import type { DocumentSummary } from '../../../src/serve/contract.ts';
import { Icon } from '../ui/icon.tsx';
import { ChunkPreview } from './chunk-preview.tsx';
import {
  ChunksToggle,
  DocumentLinks,
  type DocumentRowProps,
  DocumentSource,
  Updated,
} from './document-parts.tsx';
import { formatCount } from './format.ts';
import { nextSorting, pagesOf, type SortColumn, type Sorting } from './select-documents.ts';

export interface DocumentsProps {
  readonly documents: readonly DocumentSummary[];
  readonly sorting: Sorting;
  readonly sort: (sorting: Sorting) => void;
  readonly openIds: ReadonlySet<string>;
  readonly toggle: (id: string) => void;
}

export const columnNames: Record<SortColumn, string> = {
  title: 'Title',
  topic: 'Topic',
  pages: 'Pages',
  chars: 'Characters',
  chunks: 'Chunks',
  updated: 'Updated',
};
const numbers: readonly SortColumn[] = ['pages', 'chars', 'chunks'];
const isNumber = (column: SortColumn): boolean => numbers.includes(column);

/** Without those that no document has a value for. */
export function columnsOf(documents: DocumentsProps['documents']): SortColumn[] {
  const hasPages = documents.some((document) => pagesOf(document) !== null);
  const all = Object.keys(columnNames) as SortColumn[];
  return all.filter((column) => column !== 'pages' || hasPages);
}

export function DocumentTable({ documents, sorting, sort, openIds, toggle }: DocumentsProps) {
  const columns = columnsOf(documents);
  return (
    <table className="w-full border-line border-b text-left">
      <caption className="sr-only">The documents of the library</caption>
      <thead>
        <tr className="border-line-strong border-b text-quiet text-sm">
          {columns.map((column) => (
            <th
              key={column}
              scope="col"
              aria-sort={sorting.column === column ? sorting.direction : 'none'}
              className={`py-1 font-normal ${isNumber(column) ? 'pr-6 text-right' : 'pr-4'}`}
            >
              <SortButton column={column} sorting={sorting} sort={sort} />
            </th>
          ))}
          <th scope="col">
            <span className="sr-only">Actions</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {documents.map((document) => (
          <TableRow
            key={document.id}
            document={document}
            columns={columns}
            isOpen={openIds.has(document.id)}
            toggle={() => toggle(document.id)}
          />
        ))}
      </tbody>
    </table>
  );
}

function SortButton({
  column,
  sorting,
  sort,
}: { column: SortColumn } & Pick<DocumentsProps, 'sorting' | 'sort'>) {
  const isSorting = sorting.column === column;
  return (
    <button
      type="button"
      onClick={() => sort(nextSorting(sorting, column))}
      className={`-mx-1.5 inline-flex min-h-8 items-center gap-1 rounded-sm px-1.5 hover:bg-sunken hover:text-ink ${isSorting ? 'font-medium text-ink' : ''}`}
    >
      {columnNames[column]}
      <span className={isSorting ? '' : 'invisible'}>
        <Icon name={sorting.direction === 'ascending' ? 'up' : 'down'} size={14} />
      </span>
    </button>
  );
}

function TableRow(row: DocumentRowProps & { columns: readonly SortColumn[] }) {
  const { document, isOpen, columns } = row;
  return (
    <Fragment>
      <tr className="border-line border-t align-baseline">
        <th scope="row" className="py-2 pr-4 font-normal">
          <span className="block font-medium">{document.title}</span>
          <DocumentSource document={document} />
        </th>
        <td className="pr-4 text-quiet text-sm">{document.topic ?? '–'}</td>
        {columns.includes('pages') && (
          <td className="pr-6 text-right text-sm tabular-nums">{pagesText(document)}</td>
        )}
        <td className="pr-6 text-right text-sm tabular-nums">{formatCount(document.chars)}</td>
        <td className="pr-6 text-right">
          <ChunksToggle {...row} bare />
        </td>
        <td className="pr-4 text-sm">
          <Updated document={document} />
        </td>
        <td>
          <DocumentLinks document={document} />
        </td>
      </tr>
      {isOpen && (
        <tr>
          <td colSpan={columns.length + 1} className="pt-1 pb-5">
            <ChunkPreview documentId={document.id} title={document.title} />
          </td>
        </tr>
      )}
    </Fragment>
  );
}

function pagesText(document: DocumentSummary): string {
  const pages = pagesOf(document);
  return pages === null ? '–' : formatCount(pages);
}
