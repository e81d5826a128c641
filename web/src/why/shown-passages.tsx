import type { Citation, Passage } from '../../../src/serve/contract.ts';
import { Icon } from '../ui/icon.tsx';
import { PlaceLink } from './place-link.tsx';
import type { Writing } from './read-writing.ts';

export interface ShownPassagesProps {
  readonly shown: Writing['shown'];
  readonly passages: readonly Passage[];
  readonly citations: readonly Citation[];
}

/** The passages of the prompt under the ids that the model saw; those that it quoted are marked. */
export function ShownPassages({ shown, passages, citations }: ShownPassagesProps) {
  return (
    <div className="mt-6">
      <h4 className="font-medium">What it was shown</h4>
      <p className="mt-1 max-w-[65ch] text-quiet text-sm">
        Each passage under an id made up for this answer, in the order of the prompt. A tick marks
        those whose words are quoted.
      </p>
      <ol aria-label="Passages shown" className="mt-3 border-line border-b text-sm">
        {shown.map(({ id, chunkId }) => {
          const passage = passages.find((one) => one.chunkId === chunkId);
          const isQuoted = passage !== undefined && citations.some(isWithin(passage));
          return (
            <li
              key={id}
              className="grid grid-cols-[4rem_1fr_1.25rem] items-baseline gap-x-3 border-line border-t py-2"
            >
              <code className="font-mono text-quiet text-xs">{id}</code>
              <span className="wrap-anywhere min-w-0">
                {passage ? (
                  <PlaceLink {...passage} />
                ) : (
                  <span className="text-quiet">A passage that is not listed with the answer</span>
                )}
              </span>
              <span className="self-center text-accent">
                {isQuoted && <Icon name="check" />}
                {isQuoted && <span className="sr-only">quoted</span>}
              </span>
            </li>
          );
        })}
      </ol>
    </div>
  );
}

function isWithin({ documentId, start, end }: Passage): (citation: Citation) => boolean {
  return (citation) =>
    citation.status !== 'unverified' &&
    citation.documentId === documentId &&
    citation.start >= start &&
    citation.end <= end;
}
