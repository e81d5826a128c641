import type { ReactNode } from 'react';
import type { Rewrite } from './read-trace.ts';

/** The question as asked against what was searched, and what lies between them. */
export function RewriteStep({ question, rewrite }: { question: string; rewrite: Rewrite }) {
  const { text, terms, repairs, leftOut, unknownWords, joinedWith } = rewrite;
  return (
    <dl className="grid gap-x-6 gap-y-3 @lg:grid-cols-[9rem_1fr]">
      <Entry name="Asked">
        <span className="font-serif">{question}</span>
      </Entry>
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
    </dl>
  );
}

function Entry({ name, note, children }: { name: string; note?: string; children: ReactNode }) {
  return (
    <>
      <dt className="text-quiet text-sm @lg:pt-0.5">{name}</dt>
      <dd className="-mt-2 @lg:mt-0">
        {children}
        {note !== undefined && <p className="mt-1 text-quiet text-xs">{note}</p>}
      </dd>
    </>
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
