import type { ChatResponse } from '../../../src/serve/contract.ts';
import { Icon } from '../ui/icon.tsx';
import { counted } from './counted.ts';
import { Entries, Entry } from './entry.tsx';
import { formatCost } from './format-cost.ts';
import { QuoteCountsBar } from './quote-counts-bar.tsx';
import type { Writing } from './read-writing.ts';
import { repairWords } from './repair-words.ts';
import { ShownPassages } from './shown-passages.tsx';

export interface WritingStepProps {
  readonly writing: Writing;
  readonly passages: ChatResponse['passages'];
  readonly citations: ChatResponse['answer']['citations'];
}

/** Who wrote, from what, what became of its quotations, and what it took. */
export function WritingStep({ writing, passages, citations }: WritingStepProps) {
  const { model, shown, promptChars, replyChars, claims, quotes, repair, usage, costUsd } = writing;
  return (
    <>
      {writing.declined && (
        <Notice>The model read the passages and said that they do not hold the answer.</Notice>
      )}
      {writing.finishReason === 'length' && (
        <Notice>The reply was cut at its greatest length; its end is missing.</Notice>
      )}
      <Entries>
        <Entry name="Written by">{model}</Entry>
        <Entry
          name="Was shown"
          {...(promptChars !== undefined && {
            note: `${counted(promptChars, 'character')} in all: the rules, these passages and the question.`,
          })}
        >
          {counted(shown.length, 'passage')}
        </Entry>
        {claims !== undefined && (
          <Entry
            name="Wrote"
            {...(replyChars !== undefined && {
              note: `${counted(replyChars, 'character')}, the quotations between them included.`,
            })}
          >
            {counted(claims, 'sentence')}
          </Entry>
        )}
        {quotes !== undefined && (
          <Entry name="Quotations">
            <QuoteCountsBar quotes={quotes} />
          </Entry>
        )}
        {repair !== undefined && <Entry name="Asked again">{repairWords(repair)}</Entry>}
        <Entry name="Tokens" {...(usage && { note: 'As the provider counts them, of all calls.' })}>
          <span className="tabular-nums">
            {usage
              ? `${usage.inputTokens.toLocaleString('en')} in, ${usage.outputTokens.toLocaleString('en')} out`
              : 'not counted by the provider'}
          </span>
        </Entry>
        <Entry
          name="Estimated cost"
          {...(costUsd === undefined && {
            note: 'Local models, and those whose prices are not listed, have no estimate.',
          })}
        >
          <span className="tabular-nums">
            {costUsd === undefined ? 'not known' : formatCost(costUsd)}
          </span>
        </Entry>
      </Entries>
      {shown.length > 0 && (
        <ShownPassages shown={shown} passages={passages} citations={citations} />
      )}
    </>
  );
}

function Notice({ children }: { children: string }) {
  return (
    <p className="mb-4 flex gap-2 text-sm text-warn">
      <span className="mt-0.5">
        <Icon name="warn" />
      </span>
      {children}
    </p>
  );
}
