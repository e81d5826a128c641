import { counted } from './counted.ts';
import type { QuoteCounts } from './read-writing.ts';

/** How many of a model's quotations stand in the notes: as figures and as one bar. */
export function QuoteCountsBar({ quotes }: { quotes: QuoteCounts }) {
  const { found, repaired, failed } = quotes;
  const all = found + repaired + failed;
  if (all === 0) return 'It gave none.';
  const parts = [
    { name: 'found letter for letter', count: found, swatch: 'bg-good' },
    { name: 'found after normalising', count: repaired, swatch: 'bg-mark-strong' },
    { name: 'not found', count: failed, swatch: 'bg-bad' },
  ];
  return (
    <>
      {counted(all, 'quotation')}
      <span aria-hidden="true" className="mt-2 flex h-2 w-full max-w-md gap-px bg-sunken">
        {parts.map(({ name, count, swatch }) => (
          <span key={name} className={swatch} style={{ width: `${(count / all) * 100}%` }} />
        ))}
      </span>
      <ul className="mt-2 flex flex-wrap gap-x-5 gap-y-1 text-sm">
        {parts.map(({ name, count, swatch }) => (
          <li key={name} className={`flex items-center gap-1.5 ${count === 0 ? 'text-quiet' : ''}`}>
            <span className={`h-2 w-4 ${swatch}`} />
            <span className="tabular-nums">{count}</span> {name}
          </li>
        ))}
      </ul>
    </>
  );
}
