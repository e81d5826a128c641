import type { ChatResponse, Mode } from '../../../src/serve/contract.ts';
import { SearchedIn } from '../ask/searched-in.tsx';
import { Icon } from '../ui/icon.tsx';
import { FlameBar } from './flame-bar.tsx';
import { inMilliseconds, inPercent } from './format-number.ts';

export interface HeadProps {
  readonly question: string;
  readonly answered: ChatResponse;
  readonly hrefOf: (step: string) => string;
}

/** What was asked, what came of it, which parts ran and how long they took. */
export function Head({ question, answered, hrefOf }: HeadProps) {
  const { answer, mode, confidence, trace } = answered;
  const isAnswered = answer.status === 'answered';
  return (
    <header>
      <h2 className="max-w-[40ch] font-serif text-2xl">{question}</h2>
      <p className="mt-3 flex flex-wrap items-center gap-x-3 gap-y-1">
        <span
          className={`inline-flex items-center gap-1.5 rounded-full px-2.5 py-0.5 text-sm ${isAnswered ? 'bg-good-soft text-good' : 'bg-warn-soft text-warn'}`}
        >
          <Icon name={isAnswered ? 'check' : 'close'} size={13} />
          {isAnswered ? 'Answered' : 'Declined'}
        </span>
        <span className="text-quiet text-sm tabular-nums">
          {inPercent(confidence)} confidence
          {mode.answers === 'deep' && ' in the question as a whole'},{' '}
          {inMilliseconds(trace.totalMs)} in all
        </span>
      </p>
      <SearchedIn sources={mode.sources ?? []} className="mt-3" />
      <dl className="mt-6 grid gap-x-8 gap-y-3 border-line border-y py-4 text-sm @lg:grid-cols-2 @4xl:grid-cols-[auto_auto_auto_auto]">
        {partsOf(mode).map(([name, value]) => (
          <div key={name} className="min-w-0">
            <dt className="text-quiet text-xs">{name}</dt>
            <dd className="mt-0.5 wrap-anywhere">{value}</dd>
          </div>
        ))}
      </dl>
      {mode.notices.length > 0 && (
        <ul className="mt-3 space-y-1 text-sm text-warn">
          {mode.notices.map((notice) => (
            <li key={notice} className="flex gap-2">
              <span className="mt-0.5">
                <Icon name="warn" />
              </span>
              {notice}
            </li>
          ))}
        </ul>
      )}
      <div className="mt-6">
        <FlameBar trace={trace} hrefOf={hrefOf} />
      </div>
    </header>
  );
}

function partsOf(mode: Mode): [name: string, value: string][] {
  const arms = { lexical: 'words (BM25)', dense: 'meaning (vectors)' };
  return [
    ['Answers', writerOf(mode)],
    ['Searched by', mode.retrievers.map((arm) => arms[arm]).join(' + ')],
    ['Encoder', mode.encoder ?? 'none'],
    ['Vector index', mode.vectorIndex ?? 'none'],
  ];
}

function writerOf({ answers, model }: Mode): string {
  if (answers === 'extractive') return 'Quotes the notes';
  return `Written by ${model ?? 'a model'}${answers === 'deep' ? ' after several searches' : ''}`;
}
