/** The answer that declines: says so plainly, and shows the way on. */
import { Link } from 'wouter';
import type { ChatResponse } from '../../../src/serve/contract.ts';
import { Button } from '../ui/button.tsx';
import { Icon } from '../ui/icon.tsx';

type Answer = ChatResponse['answer'];

/** What the reader can do about it. */
const advice: Record<NonNullable<Answer['reason']>, string> = {
  'nothing-found': 'Other words may find it, or add a document that treats it.',
  'unknown-terms': 'Check the spelling, or ask with the words that the notes use.',
  'weak-evidence': 'A narrower question often finds what a broad one does not.',
  'missing-detail': 'Ask about the topic itself to read what the notes do say.',
  private: 'The notes are about subjects, not about you or your team.',
  'of-the-moment': 'Look it up where it is kept up to date.',
  'outside-material': 'Add documents on the subject, or ask about one of the topics below.',
};

/** Reasons for which other sources may hold an answer. */
const elsewhere: ReadonlySet<Answer['reason']> = new Set([
  'nothing-found',
  'weak-evidence',
  'missing-detail',
  'outside-material',
]);

export interface DeclinedProps {
  readonly answer: Answer;
  readonly onAsk: (question: string) => void;
  /** Present where only some sources were searched. */
  readonly onAskAll: (() => void) | undefined;
}

export function Declined({ answer, onAsk, onAskAll }: DeclinedProps) {
  const { text, reason, nearestTopics = [] } = answer;
  return (
    <div className="rounded-lg border border-line bg-panel">
      <div className="flex gap-3 p-4">
        <span className="mt-1 text-warn">
          <Icon name="flag" size={18} />
        </span>
        <div>
          <p className="font-serif text-read">{text}</p>
          {reason !== undefined && <p className="mt-1 text-quiet text-sm">{advice[reason]}</p>}
          {onAskAll !== undefined && reason !== undefined && elsewhere.has(reason) && (
            <Button size="small" className="mt-3" onClick={onAskAll}>
              Ask all sources
            </Button>
          )}
        </div>
      </div>
      {nearestTopics.length > 0 && (
        <section aria-label="Nearest topics" className="border-line border-t px-4 py-3">
          <h3 className="mb-1 font-medium text-quiet text-xs uppercase tracking-wide">
            Nearest topics in the notes
          </h3>
          <ul>
            {nearestTopics.map(({ documentId, title, headingPath }) => {
              const heading = headingPath.at(-1) ?? title;
              return (
                <li
                  key={[documentId, ...headingPath].join('\n')}
                  className="flex items-center gap-2"
                >
                  <button
                    type="button"
                    onClick={() => onAsk(topicQuestion(title, heading))}
                    className="min-w-0 flex-1 rounded-sm py-1.5 text-left text-accent text-sm underline-offset-3 hover:underline"
                  >
                    {heading}
                    {heading !== title && <span className="text-quiet"> in {title}</span>}
                  </button>
                  <Link
                    href={`/read/${documentId}`}
                    aria-label={`Read the note ${title}`}
                    title="Read the note"
                    className="rounded-sm p-1.5 text-quiet hover:bg-sunken hover:text-ink"
                  >
                    <Icon name="source" />
                  </Link>
                </li>
              );
            })}
          </ul>
        </section>
      )}
    </div>
  );
}

/** What a click on a topic asks. */
export function topicQuestion(title: string, heading: string): string {
  if (heading.endsWith('?')) return heading;
  return heading === title ? `What is ${title}?` : `${heading} (${title})`;
}
