import { Icon } from '../ui/icon.tsx';
import { counted } from './counted.ts';
import { inMilliseconds } from './format-number.ts';
import { PlaceLink } from './place-link.tsx';
import type { PartSearch, Parts } from './read-parts.ts';

/** Each question that the model searched for, whether the notes hold it, and where. */
export function PartsStep({ parts }: { parts: Parts }) {
  const { searches, stoppedBy } = parts;
  const held = searches.filter(({ answerable }) => answerable).length;
  return (
    <>
      <p className="max-w-[65ch] text-sm tabular-nums">
        {searches.length === 0
          ? 'The model searched for nothing of its own; the answer rests on the question as a whole.'
          : `${held} of ${counted(searches.length, 'search', 'searches')} found what was sought.${held > 0 ? ' Their passages stand first in what the model is shown, those of the whole question after them.' : ''}`}
      </p>
      {stoppedBy !== undefined && (
        <p
          className={`mt-1 text-sm ${stoppedBy === 'done' ? 'text-quiet' : 'text-warn'}`}
          data-stopped-by={stoppedBy}
        >
          {endings[stoppedBy] ?? `The planning ended: ${stoppedBy}.`}
        </p>
      )}
      <ol className="mt-4 space-y-4">
        {searches.map((search, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a stored trace never changes its order
          <Part key={at} search={search} />
        ))}
      </ol>
    </>
  );
}

const endings: Readonly<Record<string, string>> = {
  done: 'The planning ended when the model had searched for all it wanted.',
  limit: 'The planning ended at the limit of searches and calls; what was found until then counts.',
  time: 'The planning ended when its time was up; what was found until then counts.',
};

function Part({ search }: { search: PartSearch }) {
  const { query, answerable, probability, places, ms } = search;
  return (
    <li className="rounded-md border border-line bg-panel">
      <div className="flex items-baseline justify-between gap-4 px-4 pt-3">
        <h4 className="wrap-anywhere min-w-0 font-serif text-base">{query}</h4>
        <span className="shrink-0 text-quiet text-sm tabular-nums">{inMilliseconds(ms)}</span>
      </div>
      <p className="flex flex-wrap items-center gap-x-3 gap-y-1 px-4 pt-1 pb-3 text-sm tabular-nums">
        {answerable !== undefined && (
          <span
            className={`inline-flex items-center gap-1.5 ${answerable ? 'text-good' : 'text-warn'}`}
          >
            <Icon name={answerable ? 'check' : 'close'} size={13} />
            {answerable ? 'The notes hold it' : 'The notes do not hold it; left out'}
          </span>
        )}
        {probability !== undefined && <Probability value={probability} />}
      </p>
      {places.length > 0 && (
        <ol
          aria-label={answerable === false ? 'Nearest passages' : 'Passages found'}
          className={`border-line border-t px-4 py-2.5 text-sm ${answerable === false ? 'text-quiet' : ''}`}
        >
          {places.map((place, at) => (
            <li
              key={`${place.documentId} ${place.start}`}
              className="grid grid-cols-[1.5rem_1fr_auto] gap-x-2 py-0.5"
            >
              <span className="text-quiet tabular-nums">{at + 1}</span>
              <span className="wrap-anywhere min-w-0">
                <PlaceLink {...place} />
              </span>
              {place.score !== undefined && (
                <span className="text-quiet tabular-nums">
                  <span className="sr-only">score </span>
                  {place.score.toFixed(3)}
                </span>
              )}
            </li>
          ))}
        </ol>
      )}
    </li>
  );
}

function Probability({ value }: { value: number }) {
  return (
    <span className="inline-flex items-center gap-2 text-quiet">
      probability {value.toFixed(3)}
      <span aria-hidden="true" className="block h-1 w-20 bg-sunken">
        <span className="block h-full bg-accent" style={{ width: `${value * 100}%` }} />
      </span>
    </span>
  );
}
