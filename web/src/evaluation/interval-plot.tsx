/**
 * Dot plot: a row for each mean, its 95 % interval as a line, all on one scale from 0 to 1. Rows are
 * laid out by CSS and drawn in percent, so that letters keep their size at any width.
 */

import type { IntervalRow } from './interval-rows.ts';
import { formatShare } from './names.ts';

export interface IntervalPlotProps {
  /** What is plotted, as a sentence: the name of the picture and of the table behind it. */
  readonly title: string;
  readonly rows: readonly IntervalRow[];
}

const ticks = [0, 0.25, 0.5, 0.75, 1];
// Room at both ends, so that dots at 0 and 1 stay whole.
const place = (share: number): string => `${2 + share * 96}%`;
const grid = 'grid grid-cols-[minmax(0,1fr)_auto] gap-x-4 md:grid-cols-[14rem_minmax(0,1fr)_15rem]';

export function IntervalPlot({ title, rows }: IntervalPlotProps) {
  return (
    <figure>
      <div role="img" aria-label={`${title}. The figures follow as a table.`}>
        {rows.map((row) => (
          <div key={row.name} className={`${grid} items-center border-line border-t py-1.5`}>
            <span className="text-sm">{row.name}</span>
            <span className="col-span-2 row-start-2 md:col-span-1 md:col-start-2 md:row-start-1">
              <Strip row={row} />
            </span>
            <Figures row={row} />
          </div>
        ))}
        <div className={`${grid} border-line border-t`}>
          <span className="col-span-2 md:col-span-1 md:col-start-2">
            <Scale />
          </span>
        </div>
      </div>
      <HiddenTable title={title} rows={rows} />
    </figure>
  );
}

function Strip({ row: { mean, low, high, asked, verdict } }: { row: IntervalRow }) {
  const colour = verdict?.missed ? 'text-warn' : 'text-accent';
  return (
    <svg width="100%" height="20" className={`block ${colour}`} aria-hidden="true">
      {ticks.map((tick) => (
        <line
          key={tick}
          x1={place(tick)}
          x2={place(tick)}
          y1="0"
          y2="20"
          className="stroke-line"
          strokeWidth="1"
        />
      ))}
      {asked !== undefined && (
        <line
          x1={place(asked)}
          x2={place(asked)}
          y1="1"
          y2="19"
          className="stroke-ink"
          strokeWidth="1.5"
        />
      )}
      <line
        x1={place(low)}
        x2={place(high)}
        y1="10"
        y2="10"
        stroke="currentColor"
        strokeWidth="2"
      />
      <circle
        cx={place(mean)}
        cy="10"
        r="4.5"
        stroke="currentColor"
        strokeWidth="2"
        className={verdict?.missed ? 'fill-paper' : 'fill-current'}
      />
    </svg>
  );
}

function Figures({ row: { mean, low, high, n, asked, verdict } }: { row: IntervalRow }) {
  return (
    <span className="text-right text-xs tabular-nums md:text-left">
      <span className="whitespace-nowrap">
        <span className="font-medium text-sm">{formatShare(mean)}</span>{' '}
        <span className="text-quiet">
          {formatShare(low)}–{formatShare(high)}
          {asked === undefined && `, n ${n}`}
        </span>
      </span>
      {verdict !== undefined && asked !== undefined && (
        <span className={`block ${verdict.missed ? 'text-warn' : 'text-good'}`}>
          {verdict.text}
        </span>
      )}
    </span>
  );
}

function Scale() {
  return (
    <svg width="100%" height="20" className="block" aria-hidden="true">
      {ticks.map((tick) => (
        <text
          key={tick}
          x={place(tick)}
          y="15"
          textAnchor={tick === 0 ? 'start' : tick === 1 ? 'end' : 'middle'}
          className="fill-quiet text-xs tabular-nums"
        >
          {tick}
        </text>
      ))}
    </svg>
  );
}

function HiddenTable({ title, rows }: IntervalPlotProps) {
  const isAsked = rows.some(({ asked }) => asked !== undefined);
  return (
    <div className="sr-only">
      <table>
        <caption>{title}</caption>
        <thead>
          <tr>
            <th scope="col">Name</th>
            <th scope="col">Mean</th>
            <th scope="col">95 % interval</th>
            <th scope="col">Questions</th>
            {isAsked && <th scope="col">Asked</th>}
            {isAsked && <th scope="col">Verdict</th>}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ name, mean, low, high, n, asked, verdict }) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              <td>{formatShare(mean)}</td>
              <td>
                {formatShare(low)} to {formatShare(high)}
              </td>
              <td>{n}</td>
              {isAsked && <td>{asked}</td>}
              {isAsked && <td>{verdict?.text}</td>}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
