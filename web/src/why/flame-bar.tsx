import { useState } from 'react';
import { type FlameSegment, flameSegments } from './flame-segments.ts';
import { inMilliseconds, inPercent } from './format-number.ts';
import type { Trace } from './read-trace.ts';

export interface FlameBarProps {
  readonly trace: Trace;
  /** Address of the section on a step. */
  readonly hrefOf: (step: string) => string;
}

/** Where the time went: one bar over the whole, a stretch for each step. */
export function FlameBar({ trace, hrefOf }: FlameBarProps) {
  const [pointed, setPointed] = useState<FlameSegment>();
  const segments = flameSegments(trace);
  const steps = segments.filter(({ step }) => step !== null);
  const longest = steps.reduce<FlameSegment | undefined>(
    (best, one) => (best && best.durationMs >= one.durationMs ? best : one),
    undefined,
  );
  const lit = pointed ?? longest;
  const isLit = ({ name, startMs }: FlameSegment): boolean =>
    lit?.name === name && lit.startMs === startMs;
  if (longest === undefined) return null;
  return (
    <figure aria-label="Where the time went">
      <div className="flex h-10 w-full gap-px overflow-hidden rounded-md border border-line bg-line">
        {segments.map((segment) =>
          segment.step === null ? (
            <span
              key={`gap ${segment.startMs}`}
              title={`${segment.name}, ${inMilliseconds(segment.durationMs)}`}
              className="bg-sunken"
              style={{ flex: `${segment.share} 1 0` }}
            />
          ) : (
            <a
              key={`${segment.name} ${segment.startMs}`}
              href={hrefOf(segment.step)}
              aria-label={`${segment.name}: ${inMilliseconds(segment.durationMs)}, ${inPercent(segment.share)} of the time`}
              onMouseEnter={() => setPointed(segment)}
              onMouseLeave={() => setPointed(undefined)}
              onFocus={() => setPointed(segment)}
              onBlur={() => setPointed(undefined)}
              className={`flex min-w-1.5 items-center overflow-hidden text-xs -outline-offset-2! ${isLit(segment) ? 'bg-accent text-on-accent outline-on-accent!' : 'bg-accent-soft'}`}
              style={{ flex: `${segment.share} 1 0` }}
            >
              {segment.share > 0.11 && <span className="truncate px-2">{segment.name}</span>}
            </a>
          ),
        )}
      </div>
      <p aria-hidden="true" className="mt-1.5 min-h-6 text-sm tabular-nums">
        <span className="font-medium text-accent">{lit?.name}</span>{' '}
        <span className="text-quiet">
          {lit !== undefined &&
            `${inMilliseconds(lit.durationMs)}, ${inPercent(lit.share)} of the time, begun after ${inMilliseconds(lit.startMs)}${pointed ? '' : ' (the longest step)'}`}
        </span>
      </p>
      <div
        aria-hidden="true"
        className="mt-2 grid grid-cols-2 gap-x-6 gap-y-1 text-sm @lg:grid-cols-4"
      >
        {[...totals(segments)].map(([name, { step, durationMs }]) => (
          <LegendEntry
            key={name}
            name={name}
            durationMs={durationMs}
            swatch={step === null ? 'bg-sunken' : 'bg-accent-soft'}
          />
        ))}
      </div>
      <SegmentTable segments={segments} />
    </figure>
  );
}

/** Stretches of one name taken together, in the order of their first; the gaps last. */
function totals(segments: readonly FlameSegment[]): Map<string, FlameSegment> {
  const byName = new Map<string, FlameSegment>();
  const gapsLast = [...segments].sort(
    (left, right) => Number(left.step === null) - Number(right.step === null),
  );
  for (const segment of gapsLast) {
    const durationMs = segment.durationMs + (byName.get(segment.name)?.durationMs ?? 0);
    byName.set(segment.name, { ...segment, durationMs });
  }
  return byName;
}

function LegendEntry(props: { name: string; durationMs: number; swatch: string }) {
  return (
    <div className="flex items-center gap-2">
      <span className={`size-2.5 shrink-0 border border-line-strong ${props.swatch}`} />
      <span className="truncate text-quiet">{props.name}</span>
      <span className="ml-auto shrink-0 tabular-nums">{inMilliseconds(props.durationMs)}</span>
    </div>
  );
}

/** The bar for those who do not see it. */
function SegmentTable({ segments }: { segments: readonly FlameSegment[] }) {
  return (
    <div className="sr-only">
      <table>
        <caption>Time of each step</caption>
        <thead>
          <tr>
            <th scope="col">Step</th>
            <th scope="col">Begun after</th>
            <th scope="col">Took</th>
            <th scope="col">Share of the time</th>
          </tr>
        </thead>
        <tbody>
          {segments.map(({ name, startMs, durationMs, share }) => (
            <tr key={`${name} ${startMs}`}>
              <th scope="row">{name}</th>
              <td>{inMilliseconds(startMs)}</td>
              <td>{inMilliseconds(durationMs)}</td>
              <td>{inPercent(share)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
