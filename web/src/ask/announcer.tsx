/** Says to screen readers what happens while an answer comes, and the answer itself, once. */
import type { Turn } from '../../../src/serve/contract.ts';
import type { LiveTurn } from './asking.ts';

export function Announcer({
  live,
  latest,
}: {
  live: LiveTurn | undefined;
  latest: Turn | undefined;
}) {
  return (
    <div className="sr-only" role="log" aria-live="polite" aria-label="Progress of the answer">
      {live !== undefined && live.error === undefined && <p>Asking the notes.</p>}
      {live?.statements.map(({ text }) => (
        <p key={text}>{text}</p>
      ))}
      {live === undefined && latest?.result && <p>{summaryOf(latest.result.answer)}</p>}
    </div>
  );
}

function summaryOf({ status, text, statements, citations }: NonNullable<Turn['result']>['answer']) {
  if (status === 'declined') return text;
  return `Answered in ${statements.length} sentences with ${citations.length} citations.`;
}
