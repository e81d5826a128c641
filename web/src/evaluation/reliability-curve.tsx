/** What the gate's probability said against what was so. */
import { useId } from 'react';
import { box, pointsOf, xOf, yOf } from './reliability-geometry.ts';
import type { Bin } from './report-parts.ts';

const ticks = [0, 0.25, 0.5, 0.75, 1];

export function ReliabilityCurve({ bins }: { bins: readonly Bin[] }) {
  const id = useId();
  return (
    <figure className="w-full max-w-96">
      <svg
        viewBox={`0 0 ${box.width} ${box.height}`}
        role="img"
        aria-labelledby={id}
        className="block h-auto w-full"
      >
        <title id={id}>
          Reliability curve: share of questions that the notes answer against the probability that
          the gate gave. The figures follow as a table.
        </title>
        <Axes />
        <Points bins={bins} />
      </svg>
      <HiddenTable bins={bins} />
    </figure>
  );
}

function Axes() {
  return (
    <g className="fill-quiet text-xs tabular-nums">
      {ticks.map((tick) => (
        <g key={tick}>
          <line x1={xOf(tick)} x2={xOf(tick)} y1={yOf(0)} y2={yOf(1)} className="stroke-line" />
          <line x1={xOf(0)} x2={xOf(1)} y1={yOf(tick)} y2={yOf(tick)} className="stroke-line" />
          <text x={xOf(tick)} y={yOf(0) + 16} textAnchor={tick === 1 ? 'end' : 'middle'}>
            {tick}
          </text>
          <text x={box.left - 7} y={yOf(tick) + 4} textAnchor="end">
            {tick}
          </text>
        </g>
      ))}
      <line
        x1={xOf(0)}
        y1={yOf(0)}
        x2={xOf(1)}
        y2={yOf(1)}
        className="stroke-line-strong"
        strokeDasharray="4 4"
      />
      <text x={(xOf(0) + xOf(1)) / 2} y={box.height - 8} textAnchor="middle">
        probability that the gate gave
      </text>
      <text transform={`translate(14 ${(yOf(0) + yOf(1)) / 2}) rotate(-90)`} textAnchor="middle">
        share that the notes answer
      </text>
    </g>
  );
}

function Points({ bins }: { bins: readonly Bin[] }) {
  const points = pointsOf(bins);
  return (
    <g className="fill-accent stroke-accent">
      <polyline
        points={points.map(({ x, y }) => `${x},${y}`).join(' ')}
        fill="none"
        strokeWidth="1.5"
      />
      {points.map(({ x, y, radius }) => (
        <circle key={x} cx={x} cy={y} r={radius} fillOpacity="0.22" strokeWidth="1.5" />
      ))}
    </g>
  );
}

function HiddenTable({ bins }: { bins: readonly Bin[] }) {
  return (
    <div className="sr-only">
      <table>
        <caption>Reliability of the gate's probability</caption>
        <thead>
          <tr>
            <th scope="col">Probability</th>
            <th scope="col">Questions</th>
            <th scope="col">Mean said</th>
            <th scope="col">Share answerable</th>
          </tr>
        </thead>
        <tbody>
          {bins.map(({ from, questions, predicted, observed }) => (
            <tr key={from}>
              <th scope="row">
                {from.toFixed(1)} to {(from + 0.1).toFixed(1)}
              </th>
              <td>{questions}</td>
              <td>{predicted.toFixed(2)}</td>
              <td>{observed.toFixed(2)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
