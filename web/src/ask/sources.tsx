/** Where an answer comes from: its sections, each with the citations that rest on it. */
import type { Citation } from '../../../src/serve/contract.ts';
import { citedPages, headingsBelow } from '../ui/place-name.ts';

export interface SourcesProps {
  readonly citations: readonly Citation[];
  readonly changedSources: readonly string[];
  readonly onOpen: (citation: Citation) => void;
}

export function Sources({ citations, changedSources, onOpen }: SourcesProps) {
  const sections = Map.groupBy(citations, ({ documentId, headingPath }) =>
    [documentId, ...headingPath].join('\n'),
  );
  return (
    <section aria-label="Sources of this answer" className="mt-4">
      <h3 className="mb-1 font-medium text-quiet text-xs uppercase tracking-wide">Sources</h3>
      <ul className="divide-y divide-line border-line border-y">
        {[...sections.values()].map((cited) => {
          const { documentId, title, headingPath, marker } = cited[0]!;
          const below = headingsBelow(title, headingPath);
          const pages = citedPages(cited);
          return (
            <li key={marker}>
              <button
                type="button"
                onClick={() => onOpen(cited[0]!)}
                className="flex w-full items-baseline gap-3 py-2 text-left text-sm hover:text-accent"
              >
                <span className="shrink-0 text-accent text-xs tabular-nums">
                  {cited.map((one) => one.marker).join(' · ')}
                </span>
                <span className="min-w-0">
                  {title}
                  {below.map((heading) => (
                    <span key={heading} className="text-quiet">
                      {' › '}
                      {heading}
                    </span>
                  ))}
                  {pages !== '' && <span className="text-quiet tabular-nums">, {pages}</span>}
                  {changedSources.includes(documentId) && (
                    <span className="ml-2 text-warn text-xs">The source has changed since.</span>
                  )}
                </span>
              </button>
            </li>
          );
        })}
      </ul>
    </section>
  );
}
