/** Goes to a page of the original: by its number, or where parts have names by a list of them. */
import { useId, useState } from 'react';
import type { DocumentText } from '../../../src/serve/contract.ts';
import { pageKindOf, pageName } from '../ui/page-name.ts';
import { findPage } from './pages.ts';

interface PageJumpProps {
  readonly document: DocumentText;
  readonly onPage: (page: number) => void;
}

/** With fewer one scrolls. */
const worthFrom = 4;

export function PageJump(props: PageJumpProps) {
  const { pages, mediaType } = props.document;
  if (pages.length < worthFrom) return null;
  return pageKindOf(mediaType) === 'part' ? <PartList {...props} /> : <NumberField {...props} />;
}

function NumberField({ document, onPage }: PageJumpProps) {
  const [typed, type] = useState('');
  const [missing, setMissing] = useState(false);
  const field = useId();
  const kind = pageKindOf(document.mediaType) === 'slide' ? 'Slide' : 'Page';
  return (
    <form
      className="flex items-center gap-1.5 text-quiet text-sm tabular-nums"
      onSubmit={(event) => {
        event.preventDefault();
        const page = findPage(document, typed);
        setMissing(page === undefined);
        if (page !== undefined) onPage(page.number);
      }}
    >
      <label htmlFor={field}>{kind}</label>
      <input
        id={field}
        autoComplete="off"
        enterKeyHint="go"
        value={typed}
        aria-invalid={missing}
        aria-describedby={`${field}-of`}
        onChange={({ target }) => {
          type(target.value);
          setMissing(false);
        }}
        className="min-h-7 w-14 rounded-md border border-line bg-panel px-1.5 text-right text-ink aria-invalid:border-bad"
      />
      <span id={`${field}-of`}>of {document.pages.length.toLocaleString('en')}</span>
      <span role="status" className={missing ? 'text-bad' : 'sr-only'}>
        {missing && `No ${kind.toLowerCase()} is called “${typed}”`}
      </span>
    </form>
  );
}

function PartList({ document, onPage }: PageJumpProps) {
  return (
    <select
      aria-label="Go to a part"
      value=""
      onChange={({ target }) => onPage(Number(target.value))}
      className="min-h-7 w-40 min-w-0 rounded-md border border-line bg-panel px-1.5 text-sm"
    >
      <option value="" disabled>
        Go to …
      </option>
      {document.pages.map(({ number, label }) => (
        <option key={number} value={number}>
          {label ?? pageName(String(number), 'part')}
        </option>
      ))}
    </select>
  );
}
