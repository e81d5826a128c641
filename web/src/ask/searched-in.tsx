/** With a question: which sources alone were searched for its answer; nothing where all were. */
import { Fragment } from 'react';
import { Link } from 'wouter';
import type { DocumentSummary } from '../../../src/serve/contract.ts';
import { useDocuments } from '../api/queries.ts';
import type { SourceNames } from './chosen-sources.ts';

const shownAtOnce = 3;

export interface SearchedInProps {
  readonly sources: SourceNames;
  readonly className: string;
}

export function SearchedIn({ sources, className }: SearchedInProps) {
  const documents = useDocuments().data?.documents ?? [];
  if (sources.length === 0) return null;
  const shown = sources.length > shownAtOnce ? sources.slice(0, shownAtOnce - 1) : sources;
  const more = sources.length - shown.length;
  return (
    <div className={`${className} text-quiet text-sm`}>
      Searched only in{' '}
      {shown.map((name, at) => {
        const id = documents.find(({ uri }) => uri === name)?.id;
        const title = titleOfSource(name, documents);
        return (
          <Fragment key={name}>
            {at > 0 && ' · '}
            {id === undefined ? (
              <span className="wrap-anywhere">{title}</span>
            ) : (
              <Link href={`/read/${id}`} className="underline-offset-3 hover:underline">
                {title}
              </Link>
            )}
          </Fragment>
        );
      })}
      {more > 0 && (
        <details className="inline-block">
          <summary className="ml-1 cursor-pointer">and {more} more</summary>
          <ul className="mt-1 max-h-40 overflow-y-auto">
            {sources.slice(shown.length).map((name) => (
              <li key={name} className="wrap-anywhere">
                {titleOfSource(name, documents)}
              </li>
            ))}
          </ul>
        </details>
      )}
    </div>
  );
}

/** Title of a source; a folder, or one that is gone, by its name. */
export function titleOfSource(name: string, documents: readonly DocumentSummary[]): string {
  return documents.find(({ uri }) => uri === name)?.title ?? name;
}
