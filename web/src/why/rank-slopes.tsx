import { useState } from 'react';
import { placeName } from '../ui/place-name.ts';
import type { Candidate } from './read-trace.ts';
import { column, Ranks, ranksInWords, rowHeight, Slope, top } from './slope.tsx';
import { type SlopeLine, slopeLines } from './slope-lines.ts';

export interface RankSlopesProps {
  readonly candidates: readonly Candidate[];
  /** Without vectors there is no third column. */
  readonly hasDense: boolean;
  readonly hrefOf: (candidate: Candidate) => string;
}

/** How the two rankings became one: each line follows one passage. */
export function RankSlopes({ candidates, hasDense, hrefOf }: RankSlopesProps) {
  const [pointed, setPointed] = useState<number>();
  const lines = slopeLines(candidates);
  const kept = candidates.filter((candidate) => candidate.kept).length;
  const height = top + lines.length * rowHeight;
  const lit = lines.find(({ candidate }) => candidate.rank === pointed);
  const cutAt = top + (kept - 0.5) * rowHeight;
  return (
    <figure className="grid gap-x-8 gap-y-3 @4xl:grid-cols-[26rem_1fr]">
      <svg viewBox={`0 0 360 ${height}`} className="w-full max-w-[26rem]">
        <title>Rank of each passage by words, by meaning and fused</title>
        <g className="fill-quiet" fontSize="12" textAnchor="middle">
          <text x={column.lexical} y="12">
            By words
          </text>
          <text x={column.fused} y="12">
            Fused
          </text>
          {hasDense && (
            <text x={column.dense} y="12">
              By meaning
            </text>
          )}
        </g>
        {kept > 0 && kept < lines.length && (
          <path
            d={`M${column.fused - 34} ${cutAt}h68`}
            className="stroke-line-strong"
            strokeDasharray="3 3"
          />
        )}
        {lines.map((line) => (
          <Slope
            key={line.candidate.chunkId}
            line={line}
            hasDense={hasDense}
            href={hrefOf(line.candidate)}
            state={
              lit === undefined
                ? 'plain'
                : lit.candidate.rank === line.candidate.rank
                  ? 'lit'
                  : 'dim'
            }
            point={setPointed}
          />
        ))}
        {lines.map((line) => (
          <Ranks key={line.candidate.chunkId} line={line} hasDense={hasDense} />
        ))}
      </svg>
      <figcaption className="text-sm @4xl:pt-8">
        {lit === undefined ? (
          <p className="max-w-[48ch] text-quiet">
            Each line is one passage; numbers are its ranks, evenly spaced. Passages above the
            dashed line were kept. A dash means that the arm did not have the passage among its
            candidates. Point at a line or move through them with Tab.
          </p>
        ) : (
          <Reading line={lit} hasDense={hasDense} />
        )}
      </figcaption>
    </figure>
  );
}

function Reading({ line: { candidate }, hasDense }: { line: SlopeLine; hasDense: boolean }) {
  return (
    <>
      <p className="font-medium">{placeName(candidate.title, candidate.headingPath)}</p>
      <p className="mt-1 text-quiet">{ranksInWords(candidate, hasDense)}</p>
      <p className="mt-1 text-quiet">{candidate.why}</p>
    </>
  );
}
