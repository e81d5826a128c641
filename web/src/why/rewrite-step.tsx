import { counted } from './counted.ts';
import { Entries, Entry } from './entry.tsx';
import type { Standalone } from './read-standalone.ts';
import type { Rewrite } from './read-trace.ts';

export interface RewriteStepProps {
  readonly question: string;
  readonly rewrite: Rewrite;
  /** Where a model was asked to put a follow-up as a question of its own. */
  readonly standalone: Standalone | undefined;
}

/** The question as asked against what was searched, and what lies between them. */
export function RewriteStep({ question, rewrite, standalone }: RewriteStepProps) {
  const { text, terms, repairs, leftOut, unknownWords, joinedWith } = rewrite;
  return (
    <Entries>
      <Entry name="Asked">
        <span className="font-serif">{question}</span>
      </Entry>
      {standalone !== undefined && <OnItsOwn question={question} standalone={standalone} />}
      {joinedWith !== undefined && (
        <Entry name="Joined with" note="It leans on the earlier question.">
          <span className="font-serif">{joinedWith}</span>
        </Entry>
      )}
      {leftOut.length > 0 && (
        <Entry name="Left out" note="Does not bear on the question.">
          {leftOut.map((sentence) => (
            <del key={sentence} className="mr-2 font-serif text-quiet decoration-line-strong">
              {sentence}
            </del>
          ))}
        </Entry>
      )}
      {repairs.length > 0 && (
        <Entry name="Repaired">
          <ul className="flex flex-wrap gap-2">
            {repairs.map(({ from, to }) => (
              <li key={from}>
                <del className="text-quiet">{from}</del> <span aria-hidden="true">→</span>{' '}
                <ins className="font-medium text-accent no-underline">{to}</ins>
              </li>
            ))}
          </ul>
        </Entry>
      )}
      {text !== undefined && (
        <Entry name="Searched" {...(text === question && { note: 'Just as it was asked.' })}>
          <span className="font-serif">{text}</span>
        </Entry>
      )}
      {terms.length > 0 && (
        <Entry name="Terms" note="Stems, without stop words: what the word search looks up.">
          <Chips words={terms} look="border-line bg-panel" />
        </Entry>
      )}
      {unknownWords.length > 0 && (
        <Entry name="Unknown" note="In none of the notes, and like none of their words.">
          <Chips words={unknownWords} look="border-warn/40 bg-warn-soft text-warn" />
        </Entry>
      )}
    </Entries>
  );
}

/** The follow-up in the model's words, or why the model's words were not taken. */
function OnItsOwn({ question, standalone }: { question: string; standalone: Standalone }) {
  const { question: own, model = 'the model', turns, byModel, reason } = standalone;
  if (!byModel) {
    return (
      <Entry
        name="On its own"
        note={`Asked of ${model}, whose words were not taken: the words of the earlier question are joined on instead, as without a model.`}
      >
        <span className="text-sm text-warn">{reason ?? 'The model gave no question.'}</span>
      </Entry>
    );
  }
  const against = turns === undefined ? '' : ` against ${counted(turns, 'earlier message')}`;
  const unchanged = own === question ? ', and left as it is' : '';
  return (
    <Entry name="On its own" note={`As ${model} puts it, read${against}${unchanged}.`}>
      <span className="font-serif">{own}</span>
    </Entry>
  );
}

function Chips({ words, look }: { words: readonly string[]; look: string }) {
  return (
    <ul className="flex flex-wrap gap-1.5">
      {words.map((word) => (
        <li key={word} className={`rounded-sm border px-1.5 font-mono text-sm ${look}`}>
          {word}
        </li>
      ))}
    </ul>
  );
}
