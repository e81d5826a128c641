import type { ChatResponse, Citation, Statement } from '../../../src/serve/contract.ts';
import { Markdown } from '../markdown/markdown.tsx';
import { Icon } from '../ui/icon.tsx';
import { statusNames, supportNames } from '../ui/support.ts';
import { inPercent } from './format-number.ts';
import { PlaceLink } from './place-link.tsx';

export interface VerifyStepProps {
  readonly answer: ChatResponse['answer'];
  /** By a model; otherwise its sentences are taken from the notes as they stand. */
  readonly isWritten: boolean;
}

/** Each statement with the quotes that carry it, as they were found in the notes. */
export function VerifyStep({ answer, isWritten }: VerifyStepProps) {
  return (
    <>
      {isWritten && (
        <p className="mb-4 max-w-[65ch] text-quiet text-sm">
          The figure is the fitted probability that the quotes support the sentence or, where none
          stands under it, the share of its terms in the nearest sentence of the passages. A
          quotation that was not found keeps a sentence from counting as supported, however high its
          figure.
        </p>
      )}
      <ol className="space-y-4">
        {answer.statements.map((statement, at) => (
          <Checked
            // biome-ignore lint/suspicious/noArrayIndexKey: a stored answer never changes its order
            key={at}
            statement={statement}
            citations={answer.citations.filter(({ marker }) =>
              statement.citations.includes(marker),
            )}
          />
        ))}
      </ol>
    </>
  );
}

const supportLooks: Record<Statement['support'], string> = {
  supported: 'text-good',
  partial: 'text-warn',
  unsupported: 'text-bad',
};

function Checked(props: { statement: Statement; citations: readonly Citation[] }) {
  const { statement, citations } = props;
  return (
    <li className="rounded-md border border-line bg-panel">
      <div className="grid gap-x-6 gap-y-1 px-4 py-3 @3xl:grid-cols-[1fr_auto]">
        <div className="prose wrap-anywhere min-w-0 text-base">
          <Markdown text={statement.text} inline />
        </div>
        <p className={`text-sm tabular-nums @3xl:text-right ${supportLooks[statement.support]}`}>
          {supportNames[statement.support]}, {inPercent(statement.supportScore)}
        </p>
      </div>
      {citations.length > 0 && (
        <ul className="border-line border-t px-4 text-sm">
          {citations.map((citation) => (
            <Quote key={citation.marker} citation={citation} />
          ))}
        </ul>
      )}
      {citations.length === 0 && (
        <p className="flex items-center gap-2 border-line border-t px-4 py-2.5 text-sm text-warn">
          <Icon name="warn" size={13} />
          Nothing quoted stands under this sentence.
        </p>
      )}
    </li>
  );
}

function Quote({ citation }: { citation: Citation }) {
  const { marker, status, start, end, quote } = citation;
  const isFound = status !== 'unverified';
  const { name, meaning } = statusNames[status];
  return (
    <li className="grid grid-cols-[1.75rem_1fr] border-line border-t py-2.5 first:border-t-0">
      <span className="text-quiet tabular-nums">{marker}</span>
      <div
        className={`min-w-0 ${isFound ? '' : 'rounded-sm border-bad border-l-2 bg-bad-soft px-3 py-2'}`}
      >
        {!isFound && <q className="wrap-anywhere font-serif">{quote}</q>}
        <p>
          {!isFound && 'claimed of '}
          <PlaceLink {...citation} />
        </p>
        <p className="mt-0.5 flex flex-wrap items-center gap-x-2 text-quiet text-xs tabular-nums">
          <span className={`inline-flex items-center gap-1 ${isFound ? 'text-good' : 'text-bad'}`}>
            <Icon name={isFound ? 'check' : 'warn'} size={12} />
            {name}
          </span>
          <span>
            {isFound ? `quote found at characters ${start}–${end}; it ${meaning}` : meaning}
          </span>
        </p>
      </div>
    </li>
  );
}
