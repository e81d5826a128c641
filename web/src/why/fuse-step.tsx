import type { Passage } from '../../../src/serve/contract.ts';
import { CandidatesTable } from './candidates-table.tsx';
import { RankSlopes } from './rank-slopes.tsx';
import type { Account, Candidate } from './read-trace.ts';
import { ScoreLegend } from './score-bar.tsx';

export interface FuseStepProps {
  readonly account: Account;
  readonly passages: readonly Passage[];
  readonly hasDense: boolean;
  /** Prefix of ids, for links from the drawing to the table. */
  readonly scope: string;
}

/** How two rankings became one: as a drawing, and in figures. */
export function FuseStep({ account, passages, hasDense, scope }: FuseStepProps) {
  const { candidates, formula, fused, coverageWeight } = account;
  const idOf = ({ rank }: Candidate): string => `${scope}-passage-${rank}`;
  return (
    <>
      {(formula !== undefined || fused !== undefined) && (
        <p className="text-sm">
          {formula !== undefined && (
            <>
              Score = <code className="font-mono">{formula}</code>
            </>
          )}
          {fused !== undefined && (
            <span className="block text-quiet">
              {fused} candidates competed; the best {candidates.length} are shown.
            </span>
          )}
        </p>
      )}
      <div className="mt-6">
        <RankSlopes
          candidates={candidates}
          hasDense={hasDense}
          hrefOf={(candidate) => `#${idOf(candidate)}`}
        />
      </div>
      <div className="mt-8 space-y-3">
        <ScoreLegend hasDense={hasDense} weight={coverageWeight} />
        <CandidatesTable
          candidates={candidates}
          passages={passages}
          coverageWeight={coverageWeight}
          hasDense={hasDense}
          idOf={idOf}
        />
      </div>
    </>
  );
}
