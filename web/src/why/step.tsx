import type { ReactNode } from 'react';
import { inMilliseconds } from './format-number.ts';

export interface StepProps {
  readonly number: number;
  /** Target of links to the step. */
  readonly id: string;
  readonly name: string;
  /** One sentence: what the step does. */
  readonly does: string;
  /** Files that do it. */
  readonly sources: readonly string[];
  /** undefined where it did not run or was not timed. */
  readonly ms?: number | undefined;
  readonly children: ReactNode;
}

/** One numbered step on the rail. */
export function Step({ number, id, name, does, sources, ms, children }: StepProps) {
  return (
    <li id={id} className="relative scroll-mt-6 pb-12 last:pb-0 @3xl:pl-12">
      <div className="flex items-baseline gap-3">
        <span
          aria-hidden="true"
          className="grid size-7 shrink-0 place-items-center self-center rounded-full border border-line-strong bg-paper font-medium text-sm tabular-nums @3xl:absolute @3xl:top-0 @3xl:left-0 @3xl:-translate-x-1/2"
        >
          {number}
        </span>
        <h3 className="font-semibold text-lg">{name}</h3>
        {ms !== undefined && (
          <span className="ml-auto shrink-0 text-quiet text-sm tabular-nums">
            {inMilliseconds(ms)}
          </span>
        )}
      </div>
      <p className="mt-1 max-w-[65ch] text-quiet">{does}</p>
      <p className="mt-1 flex flex-wrap gap-x-4 font-mono text-quiet text-xs">
        {sources.map((source) => (
          <code key={source}>{source}</code>
        ))}
      </p>
      <div className="mt-5">{children}</div>
    </li>
  );
}

/** Stands where a step has nothing to show. */
export function Absent({ children }: { children: ReactNode }) {
  return (
    <p className="rounded-md border border-line border-dashed px-4 py-3 text-quiet text-sm">
      {children}
    </p>
  );
}
