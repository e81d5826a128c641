/** Shown where a language model is there: quote, write, or search deeply for the next question. */
import { useDocuments, useSession } from '../api/queries.ts';
import { useWriter } from './writer.ts';

const names = { extractive: 'Quote', generative: 'Write', deep: 'Search deeply' } as const;
const meanings = {
  extractive: 'Sentences of the notes, word for word',
  generative: 'A model writes from the notes; every sentence is checked',
  deep: 'A model splits the question, searches for each part, then writes',
} as const;

export function WriterChoice() {
  const session = useSession();
  const documents = useDocuments();
  const [chosen, choose] = useWriter();
  if (session === undefined || session.answerers.length < 2) return null;
  const now = chosen ?? documents.data?.mode.answers;
  return (
    <fieldset className="flex gap-0.5">
      <legend className="sr-only">How the next question is answered</legend>
      {session.answerers.map((answerer) => (
        <label
          key={answerer}
          title={meanings[answerer]}
          className={`cursor-pointer rounded-sm px-1.5 py-0.5 has-focus-visible:outline-2 has-focus-visible:outline-accent ${now === answerer ? 'bg-accent-soft font-medium text-accent' : 'hover:text-ink'}`}
        >
          <input
            type="radio"
            name="writer"
            className="sr-only"
            checked={now === answerer}
            onChange={() => choose(answerer)}
          />
          {names[answerer]}
        </label>
      ))}
    </fieldset>
  );
}
