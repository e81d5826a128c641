import type { ReactNode } from 'react';
import { Markdown } from '../markdown/markdown.tsx';
import { inPercent, signed } from './format-number.ts';
import { PlaceLink } from './place-link.tsx';
import type { Candidate, Hit } from './read-trace.ts';
import { ScoreBar } from './score-bar.tsx';

export interface CandidateRowProps {
  readonly id: string;
  readonly candidate: Candidate;
  /** Of the passage; undefined where it was cut. */
  readonly text: string | undefined;
  readonly coverageWeight: number;
  readonly hasDense: boolean;
  readonly full: number;
}

/** A candidate's figures and, beneath them, why it was kept or cut and what it says. */
export function CandidateRow(props: CandidateRowProps) {
  const { id, candidate, text, coverageWeight, hasDense, full } = props;
  const { rank, lexical, dense, coverage, discount, score, kept, why } = candidate;
  return (
    <tbody
      id={id}
      className={`scroll-mt-6 border-line border-b target:bg-accent-soft @max-3xl:block @max-3xl:py-3 ${kept ? '' : 'text-quiet'}`}
    >
      <tr className="align-top @max-3xl:grid @max-3xl:grid-cols-2 @max-3xl:gap-x-4 @max-3xl:gap-y-1">
        <td className="w-10 pt-2.5 pr-3 font-medium @max-3xl:hidden">{rank}</td>
        <th scope="row" className="pt-2.5 pr-4 text-left font-normal @max-3xl:col-span-2">
          <span className="mr-2 font-medium @3xl:hidden">{rank}</span>
          <PlaceLink {...candidate} />
        </th>
        <Figure name="Words">
          <ArmRank hit={lexical} fusedRank={rank} digits={1} unit="BM25" />
        </Figure>
        {hasDense && (
          <Figure name="Meaning">
            <ArmRank
              hit={dense}
              fusedRank={rank}
              digits={3}
              unit="cosine"
              cosine={candidate.cosine}
            />
          </Figure>
        )}
        <Figure name="Coverage">{inPercent(coverage)}</Figure>
        <Figure name="Discount">{discount === 0 ? '–' : signed(-discount)}</Figure>
        <td className="w-36 pt-2.5 @max-3xl:col-span-2 @max-3xl:flex @max-3xl:w-auto @max-3xl:items-center @max-3xl:gap-3">
          <span className="text-quiet text-xs @3xl:hidden">Score</span>
          <span className="mb-1 block @max-3xl:mb-0">{score.toFixed(3)}</span>
          <ScoreBar candidate={candidate} coverageWeight={coverageWeight} full={full} />
        </td>
      </tr>
      <tr className="@max-3xl:block">
        <td className="@max-3xl:hidden" />
        <td colSpan={hasDense ? 6 : 5} className="pt-0.5 pb-2.5 text-quiet text-xs @max-3xl:block">
          {text === undefined ? (
            why
          ) : (
            <details>
              <summary className="w-fit rounded-sm hover:text-ink">{why} Read it</summary>
              <div className="mt-2 max-w-[68ch] border-line border-l-2 prose pl-4 text-base text-ink">
                <Markdown text={text} />
              </div>
            </details>
          )}
        </td>
      </tr>
    </tbody>
  );
}

function Figure({ name, children }: { name: string; children: ReactNode }) {
  return (
    <td className="whitespace-nowrap pt-2.5 pr-3 @max-3xl:flex @max-3xl:gap-2 @max-3xl:pt-0 @max-3xl:pr-0">
      <span className="w-16 text-quiet text-xs leading-5 @3xl:hidden">{name}</span>
      <span>{children}</span>
    </td>
  );
}

interface ArmRankProps {
  readonly hit: Hit | undefined;
  readonly fusedRank: number;
  readonly digits: number;
  readonly unit: string;
  /** Known even where the arm did not give the passage. */
  readonly cosine?: number | undefined;
}

function ArmRank({ hit, fusedRank, digits, unit, cosine }: ArmRankProps) {
  if (hit === undefined) {
    return (
      <span className="text-quiet">
        – <span className="sr-only">not among the candidates</span>
        {cosine !== undefined && <Score unit={unit} score={cosine} digits={digits} />}
      </span>
    );
  }
  return (
    <>
      {hit.rank} <RankChange by={hit.rank - fusedRank} />
      <Score unit={unit} score={hit.score} digits={digits} />
    </>
  );
}

function Score({ unit, score, digits }: { unit: string; score: number; digits: number }) {
  return (
    <span className="block text-quiet text-xs">
      {unit} {score.toFixed(digits)}
    </span>
  );
}

/** Places won or lost on the way from the arm's ranking to the fused one. */
function RankChange({ by }: { by: number }) {
  if (by === 0) return null;
  return (
    <span className={`text-xs ${by > 0 ? 'text-good' : 'text-warn'}`}>
      <span aria-hidden="true">
        {by > 0 ? '↑' : '↓'}
        {Math.abs(by)}
      </span>
      <span className="sr-only">
        , {Math.abs(by)} {by > 0 ? 'higher' : 'lower'} when fused
      </span>
    </span>
  );
}
