/** One answered question, step by step in the order the data took: from its trace alone. */
import { useId, useMemo } from 'react';
import type { ChatResponse } from '../../../src/serve/contract.ts';
import { FuseStep } from './fuse-step.tsx';
import { GateStep } from './gate-step.tsx';
import { Head } from './head.tsx';
import { RawTrace } from './raw-trace.tsx';
import { readTrace } from './read-trace.ts';
import { RewriteStep } from './rewrite-step.tsx';
import { SearchStep } from './search-step.tsx';
import { SentencesStep } from './sentences-step.tsx';
import { Absent, Step } from './step.tsx';
import { sumOf } from './sum-of.ts';
import { VerifyStep } from './verify-step.tsx';

export interface ExplanationProps {
  readonly question: string;
  readonly answered: ChatResponse;
}

/** Steps of a trace that share a section with another. */
const sections: Readonly<Record<string, string>> = {
  lexical: 'search',
  dense: 'search',
  pack: 'fuse',
};

export function Explanation({ question, answered }: ExplanationProps) {
  const scope = useId();
  const account = useMemo(() => readTrace(answered.trace), [answered.trace]);
  const { answer, passages, mode } = answered;
  const { ms, rewrite, candidates, gate, sentences } = account;
  const hasDense = mode.retrievers.includes('dense');
  const idOf = (section: string): string => `${scope}-${section}`;
  const notReached = 'Not reached: the gate declined before a word was written.';
  const isDeclined = answer.status === 'declined';
  const titleOf = (id: string): string =>
    [...candidates, ...passages, ...answer.citations].find(({ documentId }) => documentId === id)
      ?.title ?? 'In the note';
  return (
    <div className="@container">
      <Head
        question={question}
        answered={answered}
        hrefOf={(step) => `#${idOf(sections[step] ?? step)}`}
      />
      <ol className="mt-12 border-line @3xl:ml-3.5 @3xl:border-l">
        <Step
          number={1}
          id={idOf('rewrite')}
          name="Rewrite the question"
          does="Leaves small talk out, repairs misspelt words and joins a follow-up with the question it leans on."
          sources={['src/retrieve/rewrite-question.ts']}
          ms={ms.rewrite}
        >
          {rewrite ? (
            <RewriteStep question={question} rewrite={rewrite} />
          ) : (
            <Absent>This trace does not say how the question was rewritten.</Absent>
          )}
        </Step>
        <Step
          number={2}
          id={idOf('search')}
          name="Search twice"
          does="One search looks for the question's words, the other for its meaning; each misses what the other finds."
          sources={['src/index/bm25.ts', 'src/index/hnsw.ts']}
          ms={sumOf([ms.lexical, ms.dense])}
        >
          <SearchStep account={account} mode={mode} />
        </Step>
        <Step
          number={3}
          id={idOf('fuse')}
          name="Fuse and cut"
          does="Puts both sets of candidates on one scale, ranks them by a single score and keeps the best."
          sources={['src/retrieve/fuse.ts', 'src/retrieve/retrieve.ts']}
          ms={sumOf([ms.fuse, ms.pack])}
        >
          {candidates.length > 0 ? (
            <FuseStep account={account} passages={passages} hasDense={hasDense} scope={scope} />
          ) : (
            <Absent>
              {passages.length === 0
                ? 'No passage was found.'
                : `${passages.length} passages were kept; this trace does not list who competed.`}
            </Absent>
          )}
        </Step>
        <Step
          number={4}
          id={idOf('gate')}
          name="Decide whether to answer"
          does="Estimates from the evidence how likely the notes hold an answer, and declines below a fixed threshold."
          sources={['src/answer/gate.ts', 'src/answer/gate-features.ts']}
          ms={ms.gate}
        >
          {gate ? (
            <GateStep gate={gate} />
          ) : (
            <Absent>This trace does not hold the decision.</Absent>
          )}
        </Step>
        <Step
          number={5}
          id={idOf('generate')}
          name="Choose the words"
          does={
            mode.answers === 'extractive'
              ? 'Weighs every sentence of the kept passages and quotes the best whole, in the order of the notes.'
              : 'Has a model write from the kept passages, each statement with the quotes it rests on.'
          }
          sources={['src/answer/extractive.ts']}
          ms={ms.generate}
        >
          {sentences.length > 0 ? (
            <SentencesStep sentences={sentences} titleOf={titleOf} />
          ) : (
            <Absent>
              {isDeclined
                ? notReached
                : 'This trace does not list the sentences that were weighed.'}
            </Absent>
          )}
        </Step>
        <Step
          number={6}
          id={idOf('verify')}
          name="Check every quote"
          does="Looks each quote up in its note, character by character, and measures how far the quotes carry each statement."
          sources={['src/answer/verify-quote.ts', 'src/answer/compose-answer.ts']}
          ms={ms.verify}
        >
          {answer.statements.length > 0 ? (
            <VerifyStep answer={answer} />
          ) : (
            <Absent>{isDeclined ? notReached : 'The answer holds no statement to check.'}</Absent>
          )}
        </Step>
        <Step
          number={7}
          id={idOf('raw')}
          name="The whole trace"
          does="Everything above is drawn from this record, which is stored with the answer."
          sources={['src/retrieve/tracer.ts']}
        >
          <RawTrace trace={answered.trace} />
        </Step>
      </ol>
    </div>
  );
}
