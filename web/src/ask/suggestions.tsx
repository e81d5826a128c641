import { Icon } from '../ui/icon.tsx';

export interface SuggestionsProps {
  readonly title: string;
  /** Level of its heading. */
  readonly level: 2 | 3;
  readonly questions: readonly string[];
  readonly onAsk: (question: string) => void;
}

/** Questions that the notes answer, to be asked with one press. */
export function Suggestions({ title, level, questions, onAsk }: SuggestionsProps) {
  if (questions.length === 0) return null;
  const Heading = `h${level}` as const;
  return (
    <section aria-label={title} className="mt-6">
      <Heading className="mb-1 font-medium text-quiet text-xs uppercase tracking-wide">
        {title}
      </Heading>
      <ul className="divide-y divide-line border-line border-y">
        {questions.map((question) => (
          <li key={question}>
            <button
              type="button"
              onClick={() => onAsk(question)}
              className="group flex w-full items-center gap-3 py-2.5 text-left text-sm hover:text-accent"
            >
              <span className="min-w-0 flex-1">{question}</span>
              <span className="text-quiet group-hover:text-accent">
                <Icon name="right" />
              </span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
