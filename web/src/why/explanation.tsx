/** One answered question, step by step in the order the data took: from its trace alone. */
import { useId, useMemo } from 'react';
import type { ChatResponse } from '../../../src/serve/contract.ts';
import { FuseStep } from './fuse-step.tsx';
import { GateStep } from './gate-step.tsx';
import { Head } from './head.tsx';
import { missingWords } from './missing-words.ts';
import { PartsStep } from './parts-step.tsx';
import { RawTrace } from './raw-trace.tsx';
import { readTrace } from './read-trace.ts';
import { RewriteStep } from './rewrite-step.tsx';
import { SearchStep } from './search-step.tsx';
import { Absent, Step } from './step.tsx';
import { rewriteText, verifyText, wordsText } from './step-texts.ts';
import { sumOf } from './sum-of.ts';
import { VerifyStep } from './verify-step.tsx';
import { WordsStep } from './words-step.tsx';

export interface ExplanationProps {
  readonly question: string;
  readonly answered: ChatResponse;
}

/** Steps of a trace that share a section with another. */
const sections: Readonly<Record<string, string>> = {
  standalone: 'rewrite',
  lexical: 'search',
  dense: 'search',
  pack: 'fuse',
};

export function Explanation({ question, answered }: ExplanationProps) {
  const scope = useId();
  const account = useMemo(() => readTrace(answered.trace), [answered.trace]);
  const { answer, passages, mode } = answered;
  const { ms, standalone, rewrite, candidates, gate, parts } = account;
  const hasDense = mode.retrievers.includes('dense');
  const idOf = (section: string): string => `${scope}-${section}`;
  const missing = missingWords(answered, account);
  // The search for the parts stands between the gate and the writing.
  const afterGate = parts === undefined ? 5 : 6;
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
          {...rewriteText(standalone !== undefined)}
          ms={sumOf([ms.standalone, ms.rewrite])}
        >
          {rewrite ? (
            <RewriteStep question={question} rewrite={rewrite} standalone={standalone} />
          ) : (
            <Absent>This trace does not say how the question was rewritten.</Absent>
          )}
        </Step>
        <Step
          number={2}
          id={idOf('search')}
          name="Search twice"
          does="One search looks for the question's words, the other for its meaning; each misses what the other finds."
          sources={['src/index/bm25.ts', 'src/index/flat.ts', 'src/index/graph/graph.ts']}
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
            <GateStep gate={gate} overruled={!gate.answerable && answer.status === 'answered'} />
          ) : (
            <Absent>This trace does not hold the decision.</Absent>
          )}
        </Step>
        {parts !== undefined && (
          <Step
            number={5}
            id={idOf('agent')}
            name="Search for the parts"
            does="Has the model split the question and search the notes for each part; the gate weighs every search by itself."
            sources={['src/deep/plan-searches.ts', 'src/deep/merge-evidence.ts']}
            ms={ms.agent}
          >
            <PartsStep parts={parts} />
          </Step>
        )}
        <Step
          number={afterGate}
          id={idOf('generate')}
          {...wordsText(mode.answers)}
          ms={ms.generate}
        >
          <WordsStep account={account} answered={answered} notReached={missing} />
        </Step>
        <Step
          number={afterGate + 1}
          id={idOf('verify')}
          {...verifyText(mode.answers)}
          // What a model writes is checked sentence by sentence, within the time of the writing.
          ms={mode.answers === 'extractive' ? ms.verify : undefined}
        >
          {answer.statements.length > 0 ? (
            <VerifyStep answer={answer} isWritten={mode.answers !== 'extractive'} />
          ) : (
            <Absent>{missing ?? 'The answer holds no statement to check.'}</Absent>
          )}
        </Step>
        <Step
          number={afterGate + 2}
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
