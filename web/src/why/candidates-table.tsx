import { Fragment } from 'react';
import type { Passage } from '../../../src/serve/contract.ts';
import { CandidateRow } from './candidate-row.tsx';
import type { Candidate } from './read-trace.ts';
import { scoreParts } from './score-parts.ts';

export interface CandidatesTableProps {
  readonly candidates: readonly Candidate[];
  /** Those that were kept, with their text. */
  readonly passages: readonly Passage[];
  readonly coverageWeight: number;
  readonly hasDense: boolean;
  readonly idOf: (candidate: Candidate) => string;
}

/** All that competed, best first, with a line between what was kept and what was cut. */
export function CandidatesTable(props: CandidatesTableProps) {
  const { candidates, passages, coverageWeight, hasDense, idOf } = props;
  const kept = candidates.filter((candidate) => candidate.kept).length;
  const full = Math.max(
    0.01,
    ...candidates.map((candidate) => {
      const { cosine, coverage, bm25 } = scoreParts(candidate, coverageWeight);
      return cosine + coverage + bm25;
    }),
  );
  const columns = [
    'Rank',
    'Passage',
    'Words',
    ...(hasDense ? ['Meaning'] : []),
    'Coverage',
    'Discount',
    'Score',
  ];
  return (
    <table className="w-full text-sm tabular-nums @max-3xl:block">
      <caption className="sr-only">Candidate passages in the order of the fused ranking</caption>
      <thead className="@max-3xl:sr-only">
        <tr className="border-line-strong border-b text-left text-quiet text-xs">
          {columns.map((name) => (
            <th key={name} scope="col" className="py-2 pr-3 font-normal last:pr-0">
              {name}
            </th>
          ))}
        </tr>
      </thead>
      {candidates.map((candidate) => (
        <Fragment key={candidate.chunkId}>
          {candidate.rank === kept + 1 && (
            <tbody className="@max-3xl:block">
              <tr className="@max-3xl:block">
                <td colSpan={columns.length} className="py-2 @max-3xl:block">
                  <span className="flex items-center gap-3 text-accent text-xs">
                    <span className="h-px flex-1 bg-accent" />
                    {kept === 0
                      ? 'none was kept'
                      : `the ${kept} above kept for the answer, below cut`}
                    <span className="h-px flex-1 bg-accent" />
                  </span>
                </td>
              </tr>
            </tbody>
          )}
          <CandidateRow
            id={idOf(candidate)}
            candidate={candidate}
            text={passages.find(({ chunkId }) => chunkId === candidate.chunkId)?.text}
            coverageWeight={coverageWeight}
            hasDense={hasDense}
            full={full}
          />
        </Fragment>
      ))}
    </table>
  );
}
