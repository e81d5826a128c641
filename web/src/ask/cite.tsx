/**
 * The `[1]` behind a statement: shows its quotation when pointed at, opens the source beside the answer
 * when pressed. A link, so that it opens in a window of its own too, and keeps to the word before it.
 */
import { HoverCard } from 'radix-ui';
import { useState } from 'react';
import type { Citation } from '../../../src/serve/contract.ts';
import { Markdown } from '../markdown/markdown.tsx';
import { citedPlace } from '../ui/place-name.ts';
import { StatusBadge } from '../ui/status-badge.tsx';

export interface CiteProps {
  readonly citation: Citation;
  /** The document is not as it was when quoted. */
  readonly changed: boolean;
  /** Its source is open. */
  readonly shown: boolean;
  readonly onOpen: (citation: Citation) => void;
}

/** A source opens beside the text and moves it: what then lies under a resting pointer was not pointed at. */
let quietUntil = 0;
const quietMs = 1_000;

export function Cite({ citation, changed, shown, onOpen }: CiteProps) {
  const [open, setOpen] = useState(false);
  const show = (next: boolean) => setOpen(next && performance.now() > quietUntil);
  const { marker, quote, status, documentId, start, end } = citation;
  const where = citedPlace(citation);
  return (
    <HoverCard.Root open={open} onOpenChange={show} openDelay={150} closeDelay={120}>
      <HoverCard.Trigger asChild>
        <a
          href={`/read/${documentId}?at=${start}-${end}`}
          data-cite={marker}
          data-shown={shown}
          aria-label={`Source ${marker}: ${where}. Open it at the quoted words.`}
          onClick={(event) => {
            if (event.metaKey || event.ctrlKey || event.shiftKey) return;
            event.preventDefault();
            setOpen(false);
            quietUntil = performance.now() + quietMs;
            onOpen(citation);
          }}
          className={`cite ${status === 'unverified' ? 'cite-doubtful' : ''}`}
        >
          {marker}
        </a>
      </HoverCard.Trigger>
      <HoverCard.Portal container={document.getElementById('main')}>
        <HoverCard.Content
          side="top"
          sideOffset={6}
          collisionPadding={12}
          className="z-40 w-[min(26rem,calc(100vw-1.5rem))] rounded-lg border border-line-strong/60 bg-panel p-4"
        >
          <div className="mb-2 flex flex-wrap items-center gap-2 text-xs">
            <StatusBadge status={status} />
            {changed && <span className="text-warn">The source has changed since.</span>}
          </div>
          <blockquote className="max-h-56 overflow-hidden border-mark-strong border-l-3 pl-3 font-serif text-base leading-relaxed">
            <Markdown text={quote} inline />
          </blockquote>
          <p className="mt-3 text-quiet text-xs">{where}</p>
        </HoverCard.Content>
      </HoverCard.Portal>
    </HoverCard.Root>
  );
}
