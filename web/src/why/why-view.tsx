/** How an answer came about: a stored turn with its passages and trace. */
import { Link } from 'wouter';
import { useTurn } from '../api/queries.ts';
import { Button } from '../ui/button.tsx';
import { Icon } from '../ui/icon.tsx';
import { Failure, Nothing, Waiting } from '../ui/notices.tsx';
import { useTitle } from '../ui/use-title.ts';
import { Explanation } from './explanation.tsx';

export function WhyView({ turnId }: { turnId: string }) {
  const turn = useTurn(turnId);
  const stored = turn.data;
  useTitle(stored && `Why: ${stored.question}`);
  return (
    <div className="h-full overflow-y-auto">
      <div className="mx-auto max-w-5xl px-4 py-6 @3xl:px-8">
        <div className="mb-8 flex flex-wrap items-baseline justify-between gap-x-4 gap-y-1 text-quiet text-sm">
          <h1>See why: from the question to the answer</h1>
          {stored !== undefined && (
            <Link
              href={`/c/${encodeURIComponent(stored.conversationId)}`}
              className="inline-flex items-center gap-1 hover:text-ink"
            >
              <Icon name="left" size={13} /> Back to the conversation
            </Link>
          )}
        </div>
        {turn.isPending && <Waiting lines={6} reason={turn.failureReason} />}
        {turn.isError && <Failure error={turn.error} retry={() => turn.refetch()} />}
        {stored?.answered && <Explanation question={stored.question} answered={stored.answered} />}
        {stored?.answered === null && (
          <Nothing title="Nothing to explain yet">
            <p>{unfinished[stored.state]}</p>
            <Button size="small" className="mt-4" onClick={() => turn.refetch()}>
              <Icon name="retry" /> Look again
            </Button>
          </Nothing>
        )}
      </div>
    </div>
  );
}

const unfinished = {
  answering: 'The answer is still being made.',
  interrupted: 'The answer was interrupted before it was whole; ask the question again.',
  failed: 'The question failed before it was answered; ask it again.',
  answered: 'The answer was stored without its trace.',
};
