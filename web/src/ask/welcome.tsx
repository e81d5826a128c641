/** What stands where no question was asked yet. */
import { useDocuments, useSuggestions } from '../api/queries.ts';
import { Failure, Waiting } from '../ui/notices.tsx';
import type { SourceNames } from './chosen-sources.ts';
import { Suggestions } from './suggestions.tsx';

const promises = [
  ['Every quotation is checked', 'by machine, letter for letter, against the note it comes from.'],
  ['Every sentence is accounted for:', 'supported by its source, or flagged.'],
  ['It declines', 'when the notes do not hold the answer.'],
] as const;

export interface WelcomeProps {
  /** What is asked alone; none for all. */
  readonly sources: SourceNames;
  readonly onAsk: (question: string) => void;
}

export function Welcome({ sources, onAsk }: WelcomeProps) {
  const documents = useDocuments();
  const suggestions = useSuggestions(sources);
  const waitingFor = documents.failureReason ?? suggestions.failureReason;
  return (
    <div className="mx-auto w-full max-w-[44rem] pt-[8vh] pb-8">
      <h1 className="font-serif text-2xl tracking-[-0.015em]">Ask your notes. Check every word.</h1>
      <p className="mt-3 max-w-[36rem] text-quiet text-read">
        Answers from your documents, quoted word for word. Press a number behind a sentence to read
        it in its source.
      </p>
      <ul className="mt-6 grid gap-x-8 gap-y-2 text-sm sm:grid-cols-3">
        {promises.map(([what, how]) => (
          <li key={what} className="border-accent border-t-2 pt-2">
            <span className="font-medium">{what}</span> <span className="text-quiet">{how}</span>
          </li>
        ))}
      </ul>
      <div className="min-h-80">
        {suggestions.isPending && (
          <div className="mt-6">
            {waitingFor !== null && (
              <p role="status" className="mb-3 text-sm text-warn">
                {waitingFor.message}
              </p>
            )}
            <Waiting lines={6} label="Looking for questions to begin with" />
          </div>
        )}
        {suggestions.isError && (
          <div className="mt-8">
            <Failure error={suggestions.error} retry={() => void suggestions.refetch()} />
          </div>
        )}
        {suggestions.data && (
          <Suggestions
            title="To begin with"
            level={2}
            questions={suggestions.data.suggestions}
            onAsk={onAsk}
          />
        )}
      </div>
    </div>
  );
}
