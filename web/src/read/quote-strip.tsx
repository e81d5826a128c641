/** What is known of the active citation: how it was checked, where it stands, whether it still does. */
import type { Ref } from 'react';
import { Button } from '../ui/button.tsx';
import { CopyButton } from '../ui/copy-button.tsx';
import { Icon } from '../ui/icon.tsx';
import { statusNames } from '../ui/support.ts';
import type { PlacedCitation } from './place-citation.ts';

interface QuoteStripProps {
  readonly placed: PlacedCitation;
  /** Of the original, where it has pages: `page 12`. */
  readonly page: string | undefined;
  /** What the view of the text itself is called. */
  readonly exactName: string;
  /** The citation is a place that an address named, not a quotation that was checked. */
  readonly placeOnly: boolean;
  /** The reading view has no element for its words. */
  readonly missing: boolean;
  readonly onFile: () => void;
  readonly ref: Ref<HTMLElement>;
}

const tones = { verified: 'text-good', repaired: 'text-good', unverified: 'text-bad' };

export function QuoteStrip(props: QuoteStripProps) {
  const { placed, page, exactName, placeOnly, missing, onFile, ref } = props;
  const { citation, span } = placed;
  const { name, meaning } = statusNames[citation.status];
  const { start, end } = span ?? citation;
  return (
    <section
      ref={ref}
      tabIndex={-1}
      aria-label={placeOnly ? 'Marked passage' : `Citation ${citation.marker}`}
      className="-outline-offset-2 shrink-0 border-line border-b bg-panel px-4 py-2.5 text-sm md:px-6"
    >
      <div aria-live="polite">
        <p className="flex flex-wrap items-center gap-x-3 gap-y-1">
          {placeOnly ? (
            <span className="font-medium">Marked passage</span>
          ) : (
            <>
              <span className="rounded-sm bg-mark px-1.5 font-medium tabular-nums">
                {citation.marker}
              </span>
              <span title={meaning} className={`font-medium ${tones[citation.status]}`}>
                {name}
              </span>
            </>
          )}
          <span className="text-quiet tabular-nums">
            {page !== undefined && `${page.slice(0, 1).toUpperCase()}${page.slice(1)}, `}
            {page === undefined ? 'Characters' : 'characters'} {start}–{end}
          </span>
          <CopyButton text={citation.quote} label="Copy the quotation" shown="Copy" />
        </p>
        <blockquote className="mt-1 line-clamp-3 font-serif">{citation.quote}</blockquote>
        <Change placed={placed} />
      </div>
      {missing && span !== undefined && (
        <p className="mt-1.5 flex flex-wrap items-center gap-2 text-warn">
          The reading view does not show these words.
          <Button size="small" onClick={onFile}>
            Show {exactName.toLowerCase()}
          </Button>
        </p>
      )}
    </section>
  );
}

function Change({ placed: { citation, changed, span } }: { placed: PlacedCitation }) {
  const stands = span !== undefined;
  if (!changed && (stands || citation.status === 'unverified')) return null;
  const found = stands
    ? 'The quoted words still stand in it.'
    : 'The quoted words no longer stand in it.';
  return (
    <p className={`mt-1.5 flex gap-1.5 ${stands ? 'text-warn' : 'text-bad'}`}>
      <span className="mt-0.5">
        <Icon name="warn" />
      </span>
      <span>
        {changed && 'The source has changed since this answer. '}
        {citation.status !== 'unverified' && found}
      </span>
    </p>
  );
}
