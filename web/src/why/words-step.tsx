import type { ChatResponse } from '../../../src/serve/contract.ts';
import type { Account } from './read-trace.ts';
import { SentencesStep } from './sentences-step.tsx';
import { Absent } from './step.tsx';
import { WritingStep } from './writing-step.tsx';

export interface WordsStepProps {
  readonly account: Account;
  readonly answered: ChatResponse;
  /** Said where no word was chosen. */
  readonly notReached: string | undefined;
}

/** Where the words of the answer come from: sentences that were weighed, or a model that wrote. */
export function WordsStep({ account, answered, notReached }: WordsStepProps) {
  const { writing, sentences, candidates } = account;
  const { answer, passages, mode } = answered;
  if (writing !== undefined) {
    return <WritingStep writing={writing} passages={passages} citations={answer.citations} />;
  }
  if (sentences.length > 0) {
    const titleOf = (id: string): string =>
      [...candidates, ...passages, ...answer.citations].find(({ documentId }) => documentId === id)
        ?.title ?? 'In the note';
    return <SentencesStep sentences={sentences} titleOf={titleOf} />;
  }
  return (
    <Absent>
      {notReached ??
        (mode.answers === 'extractive'
          ? 'This trace does not list the sentences that were weighed.'
          : 'This trace does not tell how the answer was written.')}
    </Absent>
  );
}
