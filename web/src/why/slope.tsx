/** The parts of the drawing of ranks: where its columns and rows are, and one passage in it. */
import { placeName } from '../ui/place-name.ts';
import type { Candidate } from './read-trace.ts';
import type { SlopeLine, SlopePlace } from './slope-lines.ts';

export const rowHeight = 19;
export const top = 34;
const heightOf = ({ at }: SlopePlace): number => top + at * rowHeight;
export const column = { lexical: 62, fused: 180, dense: 298 };

export function ranksInWords({ rank, lexical, dense }: Candidate, hasDense: boolean): string {
  const words = `by words ${lexical?.rank ?? 'not found'}`;
  return `Rank ${rank}: ${words}${hasDense ? `, by meaning ${dense?.rank ?? 'not found'}` : ''}.`;
}

export interface SlopeProps {
  readonly line: SlopeLine;
  readonly hasDense: boolean;
  readonly href: string;
  readonly state: 'plain' | 'lit' | 'dim';
  readonly point: (rank: number | undefined) => void;
}

/** One passage: a link with the lines from its ranks in both arms to the fused one. */
export function Slope({ line, hasDense, href, state, point }: SlopeProps) {
  const { candidate, lexical, fused, dense } = line;
  const lit = state === 'lit';
  const colour = candidate.kept || lit ? 'text-accent' : 'text-line-strong';
  return (
    <a
      href={href}
      aria-label={`${placeName(candidate.title, candidate.headingPath)}. ${ranksInWords(candidate, hasDense)}`}
      className={`${colour} outline-none ${state === 'dim' ? 'opacity-35' : ''}`}
      onMouseEnter={() => point(candidate.rank)}
      onMouseLeave={() => point(undefined)}
      onFocus={() => point(candidate.rank)}
      onBlur={() => point(undefined)}
    >
      <Arm
        x={column.lexical}
        end={column.fused - 10}
        y={heightOf(lexical)}
        endY={heightOf(fused)}
        place={lexical}
        lit={lit}
      />
      {hasDense && (
        <Arm
          x={column.dense}
          end={column.fused + 10}
          y={heightOf(dense)}
          endY={heightOf(fused)}
          place={dense}
          lit={lit}
        />
      )}
      <circle
        cx={column.fused}
        cy={heightOf(fused)}
        r="8.5"
        stroke="currentColor"
        strokeWidth={lit ? 2 : 1}
        className={candidate.kept ? 'fill-accent-soft' : 'fill-paper'}
      />
    </a>
  );
}

interface ArmProps {
  readonly x: number;
  readonly y: number;
  readonly end: number;
  readonly endY: number;
  readonly place: SlopePlace;
  readonly lit: boolean;
}

/** The rank in one arm and the line from it to the fused rank. */
function Arm({ x, y, end, endY, place, lit }: ArmProps) {
  const found = place.rank !== undefined;
  return (
    <>
      {/* A wide, unseen line is easier to point at. */}
      <path d={`M${x} ${y}L${end} ${endY}`} stroke="transparent" strokeWidth="9" />
      <path
        d={`M${x} ${y}L${end} ${endY}`}
        stroke="currentColor"
        strokeWidth={lit ? 2.5 : 1.2}
        strokeDasharray={found ? undefined : '2 4'}
      />
      <circle cx={x} cy={y} r="2.5" fill={found ? 'currentColor' : 'none'} stroke="currentColor" />
    </>
  );
}

/** Lies above all lines, beside the links: their names say the ranks in words. */
export function Ranks({
  line: { lexical, fused, dense },
  hasDense,
}: {
  line: SlopeLine;
  hasDense: boolean;
}) {
  return (
    <g className="pointer-events-none fill-quiet" fontSize="11">
      <text x={column.lexical - 9} y={heightOf(lexical) + 3.5} textAnchor="end">
        {lexical.rank ?? '–'}
      </text>
      <text x={column.fused} y={heightOf(fused) + 3.5} textAnchor="middle" className="fill-ink">
        {fused.rank}
      </text>
      {hasDense && (
        <text x={column.dense + 9} y={heightOf(dense) + 3.5}>
          {dense.rank ?? '–'}
        </text>
      )}
    </g>
  );
}
