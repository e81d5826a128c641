import type { Candidate } from './read-trace.ts';
import { scoreParts } from './score-parts.ts';

export interface ScoreBarProps {
  readonly candidate: Candidate;
  readonly coverageWeight: number;
  /** Score at full width. */
  readonly full: number;
}

/** A fused score as what it adds up from; decoration beside the figures of the same row. */
export function ScoreBar({ candidate, coverageWeight, full }: ScoreBarProps) {
  const { cosine, coverage, bm25, discount } = scoreParts(candidate, coverageWeight);
  const wide = (part: number) => ({ width: `${(Math.max(0, part) / full) * 100}%` });
  // The discount eats the bar from its end.
  const left = Math.max(0, coverage + bm25 - discount);
  return (
    <span aria-hidden="true" className="flex h-2 w-full bg-sunken">
      <span className="bg-accent" style={wide(cosine)} />
      <span className="bg-mark-strong" style={wide(Math.min(coverage, left))} />
      <span className="bg-line-strong" style={wide(Math.max(0, left - coverage))} />
      {discount > 0 && (
        <span className="border border-bad border-dashed bg-bad-soft" style={wide(discount)} />
      )}
    </span>
  );
}

/** What the colours of the bars mean. */
export function ScoreLegend({ hasDense, weight }: { hasDense: boolean; weight: number }) {
  const parts = [
    ...(hasDense ? [['bg-accent', 'cosine']] : []),
    ['bg-mark-strong', `${weight} × coverage`],
    ...(hasDense ? [] : [['bg-line-strong', 'share of the best BM25']]),
    ['border border-bad border-dashed bg-bad-soft', 'discount, taken off'],
  ];
  return (
    <ul className="flex flex-wrap gap-x-5 gap-y-1 text-quiet text-xs">
      {parts.map(([swatch, name]) => (
        <li key={name} className="flex items-center gap-1.5">
          <span className={`h-2 w-4 ${swatch}`} />
          {name}
        </li>
      ))}
    </ul>
  );
}
