/** The questions that went worst: what was expected, what came, and the whole way there. */
import { lazy, Suspense, useId, useState } from 'react';
import { Link } from 'wouter';
import { useDocuments } from '../api/queries.ts';
import { Markdown } from '../markdown/markdown.tsx';
import { Button } from '../ui/button.tsx';
import { Icon } from '../ui/icon.tsx';
import { Nothing, Waiting } from '../ui/notices.tsx';
import { kindNames, spellOut } from './names.ts';
import type { WorstQuestion } from './report-parts.ts';

const Explanation = lazy(async () => ({
  default: (await import('../why/explanation.tsx')).Explanation,
}));

export function WorstQuestions({ questions }: { questions: readonly WorstQuestion[] }) {
  if (questions.length === 0) return <Nothing title="None of the worst is of this split" />;
  return (
    <ol className="border-line border-b">
      {questions.map((question) => (
        <WorstItem key={question.id} question={question} />
      ))}
    </ol>
  );
}

function WorstItem({ question }: { question: WorstQuestion }) {
  const [isOpen, setOpen] = useState(false);
  const id = useId();
  return (
    <li className="border-line border-t">
      <h3>
        <button
          type="button"
          aria-expanded={isOpen}
          aria-controls={id}
          onClick={() => setOpen(!isOpen)}
          className="flex w-full gap-3 py-3 text-left hover:text-accent"
        >
          <span className="mt-1 text-quiet">
            <Icon name={isOpen ? 'down' : 'right'} />
          </span>
          <span className="min-w-0">
            <span className="block">{question.question}</span>
            <span className="block text-quiet text-sm tabular-nums">{outcomeOf(question)}</span>
          </span>
        </button>
      </h3>
      <div id={id} hidden={!isOpen} className="pb-6 md:pl-7">
        {isOpen && <Particulars question={question} />}
      </div>
    </li>
  );
}

function outcomeOf({
  status,
  confidence,
  rank,
  keyFacts,
  topic,
  answerable,
}: WorstQuestion): string {
  const outcome = `${status === 'declined' ? 'Declined' : 'Answered'} at ${confidence.toFixed(2)}`;
  if (!answerable) return `${outcome} · ${kindNames[topic] ?? spellOut(topic)}`;
  const found = rank === null ? 'right passage not found' : `right passage at rank ${rank}`;
  return `${outcome} · ${found} · ${Math.round(keyFacts * 100)} % of the key facts`;
}

function Particulars({ question: item }: { question: WorstQuestion }) {
  const [isExplained, setExplained] = useState(false);
  const { question, answered, expected } = item;
  return (
    <>
      <div className="grid gap-x-8 gap-y-5 md:grid-cols-2">
        <div>
          <h4 className="font-medium text-sm">Expected</h4>
          {expected.reason !== null && (
            <p className="mt-1">
              To be declined:{' '}
              {(kindNames[expected.reason] ?? spellOut(expected.reason)).toLowerCase()}.
            </p>
          )}
          {expected.quotes.length > 1 && (
            <p className="mt-1 text-quiet text-sm">Any one of these answers it.</p>
          )}
          {expected.quotes.map(({ uri, quote }) => (
            <ExpectedQuote key={`${uri} ${quote}`} uri={uri} quote={quote} />
          ))}
        </div>
        <div>
          <h4 className="font-medium text-sm">
            {item.status === 'declined' ? 'Declined' : 'Answered'}
          </h4>
          <div className="mt-1 font-serif">
            <Markdown text={answered.answer.text} />
          </div>
        </div>
      </div>
      <Button
        className="mt-5"
        aria-expanded={isExplained}
        onClick={() => setExplained(!isExplained)}
      >
        <Icon name="why" /> {isExplained ? 'Hide why' : 'See why'}
      </Button>
      {isExplained && (
        <div className="mt-5 border-line border-t pt-5">
          <Suspense fallback={<Waiting lines={6} label="Reading the trace" />}>
            <Explanation question={question} answered={answered} />
          </Suspense>
        </div>
      )}
    </>
  );
}

function ExpectedQuote({ uri, quote }: { uri: string; quote: string | null }) {
  const { data } = useDocuments();
  const note = data?.documents.find((document) => document.uri === uri);
  return (
    <figure className="mt-2 border-line-strong border-l-2 pl-3">
      {quote !== null && (
        <blockquote className="font-serif">
          <Markdown text={quote} />
        </blockquote>
      )}
      <figcaption className="text-quiet text-sm">
        {quote === null && 'Any passage of '}
        {note === undefined ? (
          uri
        ) : (
          <Link
            href={`/read/${note.id}`}
            className="text-accent underline-offset-3 hover:underline"
          >
            {note.title}
          </Link>
        )}
      </figcaption>
    </figure>
  );
}
