/** A stored question with its answer. */
import { useRef, useState } from 'react';
import { Link } from 'wouter';
import type { Citation, Turn } from '../../../src/serve/contract.ts';
import { Button } from '../ui/button.tsx';
import { CopyButton } from '../ui/copy-button.tsx';
import { Icon } from '../ui/icon.tsx';
import { describeMode } from '../ui/mode.ts';
import { Answer } from './answer.tsx';
import { copyTextOf, questionLink } from './copy-text.ts';
import { Declined } from './declined.tsx';
import { EditQuestion } from './edit-question.tsx';
import { Question } from './question.tsx';
import { SearchedIn } from './searched-in.tsx';
import { Sources } from './sources.tsx';
import { Suggestions } from './suggestions.tsx';
import { isUnkept } from './unkept.ts';
import type { Ask } from './use-asking.ts';

export interface TurnViewProps {
  readonly turn: Turn;
  /** Turns behind it, which go when it is asked again. */
  readonly later: number;
  /** Another answer of the conversation is on its way. */
  readonly busy: boolean;
  /** The citation whose source is open. */
  readonly shown: Citation | undefined;
  readonly onAsk: Ask;
  /** Asks all sources from now on. */
  readonly onAskAll: Ask;
  readonly onOpen: (citation: Citation, turn: Turn) => void;
}

export function TurnView({ turn, later, busy, shown, onAsk, onAskAll, onOpen }: TurnViewProps) {
  const [editing, setEditing] = useState(false);
  /** The edit was given up: its button gets the focus back. */
  const refocus = useRef(false);
  const { id, question, state, error, sources, result, suggestions, changedSources } = turn;
  const open = (citation: Citation) => onOpen(citation, turn);
  const again = () => onAsk(question, id);
  return (
    <article aria-label={question} data-turn={id} className="pt-2 pb-8">
      {editing ? (
        <EditQuestion
          question={question}
          later={later}
          onCancel={() => {
            setEditing(false);
            refocus.current = true;
          }}
          onAsk={(text) => {
            setEditing(false);
            onAsk(text, id);
          }}
        />
      ) : (
        <Question
          text={question}
          focusEdit={refocus}
          onEdit={busy ? undefined : () => setEditing(true)}
        />
      )}
      <SearchedIn sources={sources} className="-mt-2 mb-3" />
      {state === 'answering' && <p className="text-quiet text-sm">Being answered elsewhere …</p>}
      {(state === 'interrupted' || state === 'failed') && (
        <Unanswered
          message={
            error ?? 'This answer was interrupted before it was whole. The question is kept.'
          }
          onAgain={busy ? undefined : again}
        />
      )}
      {result !== null && (
        <>
          {result.answer.status === 'answered' ? (
            <>
              <Answer
                {...result.answer}
                changedSources={changedSources}
                shown={shown}
                onOpen={open}
              />
              <Sources
                citations={result.answer.citations}
                changedSources={changedSources}
                onOpen={open}
              />
            </>
          ) : (
            <Declined
              answer={result.answer}
              onAsk={onAsk}
              onAskAll={
                sources.length > 0 && later === 0 && !busy
                  ? () => onAskAll(question, id)
                  : undefined
              }
            />
          )}
          <div className="-ml-1.5 mt-3 flex flex-wrap items-center gap-x-1 gap-y-2 text-quiet text-xs">
            {!isUnkept(id) && (
              <Link
                href={`/why/${id}`}
                data-why
                className="inline-flex min-h-7 items-center gap-1.5 rounded-md px-2 font-medium text-accent hover:bg-accent-soft"
              >
                <Icon name="why" /> See why
              </Link>
            )}
            <CopyButton
              text={copyTextOf(turn)}
              label="Copy the answer with its citations"
              shown="Copy"
            />
            <CopyButton
              text={questionLink(turn)}
              label="Copy a link that asks this question"
              shown="Share"
            />
            {later === 0 && (
              <Button look="bare" size="small" className="text-xs!" onClick={again} disabled={busy}>
                <Icon name="retry" /> Ask again
              </Button>
            )}
            <span className="ml-auto tabular-nums" title={describeMode(result.mode).detail}>
              {describeMode(result.mode).short} · {Math.max(1, Math.round(result.totalMs))} ms
            </span>
          </div>
        </>
      )}
      {later === 0 && state === 'answered' && !busy && (
        <Suggestions title="Ask next" level={3} questions={suggestions} onAsk={onAsk} />
      )}
    </article>
  );
}

function Unanswered({ message, onAgain }: { message: string; onAgain: (() => void) | undefined }) {
  return (
    <div role="alert" className="rounded-lg border border-line bg-warn-soft p-4">
      <p className="flex gap-2 text-warn">
        <span className="mt-1">
          <Icon name="warn" />
        </span>
        {message}
      </p>
      {onAgain !== undefined && (
        <Button size="small" className="mt-3" onClick={onAgain}>
          <Icon name="retry" /> Ask again
        </Button>
      )}
    </div>
  );
}
