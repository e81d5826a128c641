/** The headings of a document: to go to, and to ask about. */
import { memo, useCallback, useRef, useState } from 'react';
import { Link } from 'wouter';
import type { DocumentText } from '../../../src/serve/contract.ts';
import { Icon } from '../ui/icon.tsx';

interface OutlineProps {
  readonly sections: DocumentText['sections'];
  /** Position of the section in view. */
  readonly current: number | undefined;
  readonly onGo: (section: number) => void;
  /** Whether it stands open beside the text, or closed above it. */
  readonly wide: boolean;
}

export function Outline({ sections, current, onGo, wide }: OutlineProps) {
  const [open, setOpen] = useState(wide);
  const headed = sections.flatMap(({ headingPath }, at) =>
    headingPath.length > 0 ? [{ headingPath, at }] : [],
  );
  const latest = useRef(onGo);
  latest.current = onGo;
  const go = useCallback(
    (section: number): void => {
      if (!wide) setOpen(false);
      latest.current(section);
    },
    [wide],
  );
  if (headed.length === 0) return null;
  return (
    <details
      open={open}
      onToggle={({ currentTarget }) => setOpen(currentTarget.open)}
      className={`min-h-0 shrink-0 overflow-y-auto border-line text-sm ${
        wide ? `border-r ${open ? 'w-64' : 'w-28'}` : 'max-h-[50%] border-b'
      }`}
    >
      <summary className="sticky top-0 bg-paper px-4 py-2 text-quiet hover:text-ink">
        Contents
      </summary>
      <nav aria-label="Contents of the document" className="px-2 pb-4">
        <ul>
          {headed.map(({ headingPath, at }) => (
            <Entry key={at} at={at} path={headingPath} isCurrent={at === current} onGo={go} />
          ))}
        </ul>
      </nav>
    </details>
  );
}

interface EntryProps {
  readonly path: readonly string[];
  readonly at: number;
  readonly isCurrent: boolean;
  readonly onGo: (section: number) => void;
}

/** A long document has a thousand of them: only those that change are rendered again. */
const Entry = memo(function Entry({ path, at, isCurrent, onGo }: EntryProps) {
  const title = path.at(-1) ?? '';
  return (
    <li
      className="group flex items-start gap-1"
      style={{ paddingLeft: `${Math.min(path.length - 1, 5) * 0.75}rem` }}
    >
      <button
        type="button"
        onClick={() => onGo(at)}
        aria-current={isCurrent ? 'location' : undefined}
        className={`min-w-0 flex-1 rounded-sm border-l-2 px-2 py-1 text-left hover:bg-sunken ${
          isCurrent ? 'border-accent font-medium text-accent' : 'border-transparent'
        }`}
      >
        {title}
      </button>
      <Link
        href={`/?about=${encodeURIComponent(path.join(' › '))}`}
        aria-label={`Ask about this section: ${title}`}
        title="Ask about this section"
        className="mt-0.5 rounded-sm p-1.5 text-quiet hover:bg-sunken hover:text-ink"
      >
        <Icon name="ask" size={14} />
      </Link>
    </li>
  );
});
