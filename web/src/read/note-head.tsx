/** What the front matter says of a note, quietly: before the text, and its references after it. */
import { formatDay } from '../library/format.ts';
import { readMetadata } from './read-metadata.ts';

interface NoteProps {
  readonly metadata: Readonly<Record<string, unknown>>;
}

export function NoteHead({ metadata }: NoteProps) {
  const { summary, updated, level } = readMetadata(metadata);
  const facts = [level && `Level: ${level}`, updated && `Updated ${formatDay(updated)}`].filter(
    Boolean,
  );
  if (summary === undefined && facts.length === 0) return null;
  return (
    <div className="mb-6 border-line border-b pb-4 font-sans text-quiet text-sm">
      {summary !== undefined && <p className="m-0">{summary}</p>}
      {facts.length > 0 && <p className="mt-1 mb-0 tabular-nums">{facts.join(' · ')}</p>}
    </div>
  );
}

export function NoteReferences({ metadata }: NoteProps) {
  const { references } = readMetadata(metadata);
  if (references.length === 0) return null;
  return (
    <section className="mt-10 border-line border-t pt-4 font-sans text-sm">
      <h2 className="m-0 font-medium text-base">References</h2>
      <ol className="mt-2 list-decimal space-y-1.5 pl-6 text-quiet tabular-nums">
        {references.map(({ title, authors, year, id }, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the list never changes its order
          <li key={at}>
            {authors !== undefined && <>{authors}. </>}
            <cite className="text-ink not-italic">{title}</cite>
            {year !== undefined && <>, {year}</>}
            {id !== undefined && id !== title && <>. {id}</>}
          </li>
        ))}
      </ol>
    </section>
  );
}
