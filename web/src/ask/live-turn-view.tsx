/** A question that is being answered, or whose answer did not come. */
import type { Citation } from '../../../src/serve/contract.ts';
import { Button } from '../ui/button.tsx';
import { Icon } from '../ui/icon.tsx';
import { Failure } from '../ui/notices.tsx';
import { Answer } from './answer.tsx';
import type { LiveTurn } from './asking.ts';
import { Question } from './question.tsx';
import { SearchedIn } from './searched-in.tsx';

const stepNames: Readonly<Record<string, string>> = {
  standalone: 'Reading the conversation',
  rewrite: 'Reading the question',
  // Both at once.
  lexical: 'Searching the notes',
  dense: 'Searching the notes',
  fuse: 'Comparing what was found',
  pack: 'Choosing passages',
  gate: 'Weighing whether the notes answer it',
  agent: 'Searching for the parts of the question',
  generate: 'Writing',
  verify: 'Checking every quotation',
};

export interface LiveTurnViewProps {
  readonly live: LiveTurn;
  readonly onStop: () => void;
  readonly onAgain: () => void;
  readonly onOpen: (citation: Citation) => void;
}

export function LiveTurnView({ live, onStop, onAgain, onOpen }: LiveTurnViewProps) {
  const { question, sources, step, statements, citations, error } = live;
  return (
    <article aria-label={question} aria-busy={error === undefined} className="pt-2 pb-8">
      <Question text={question} />
      <SearchedIn sources={sources} className="-mt-2 mb-3" />
      <Answer statements={statements} citations={citations} changedSources={[]} onOpen={onOpen} />
      {error === undefined ? (
        <div className="flex items-center gap-3 text-quiet text-sm">
          <span className="size-2 animate-pulse rounded-full bg-accent" aria-hidden="true" />
          <span>{stepNames[step ?? ''] ?? 'Asking'} …</span>
          <Button size="small" onClick={onStop}>
            <Icon name="stop" /> Stop
          </Button>
        </div>
      ) : (
        <div className="max-w-[42rem]">
          <Failure error={error} retry={onAgain} />
        </div>
      )}
    </article>
  );
}
