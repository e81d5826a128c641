/** Costs over sizes, both on logarithmic axes: a straight line is a power of the size. */
import { pictureOf } from '../picture.ts';
import type { CostPoint } from './fit-exponent.ts';

export interface Line {
  readonly name: string;
  readonly colour: string;
  /** By size; costs above 0. */
  readonly points: readonly CostPoint[];
}

export interface Panel {
  readonly title: string;
  readonly lines: readonly Line[];
}

const plotHeight = 300;
const margin = { left: 66, right: 20, top: 34, bottom: 30 };
const legendRow = 20;
const legendColumn = 226;

export interface PlotOptions {
  /** What is to be seen, for whoever does not see it. */
  readonly label: string;
  /** At each mark of the upright axis. */
  readonly unit: string;
  readonly panelWidth: number;
}

/** Panels beside each other with one scale. */
export function plotLogLog(
  panels: readonly Panel[],
  { label, unit, panelWidth }: PlotOptions,
): string {
  const all = panels.flatMap(({ lines }) => lines);
  const points = all.flatMap((line) => line.points);
  const sizes = rangeOf(points.map(({ size }) => size));
  const costs = rangeOf(points.map(({ cost }) => cost));
  const colours = new Map(all.map(({ name, colour }) => [name, colour] as const));
  const width = panels.length * panelWidth;
  const inARow = Math.max(1, Math.floor((width - margin.left) / legendColumn));
  const height = plotHeight + legendRow * (Math.ceil(colours.size / inARow) + 0.5);
  const drawn = panels.map(({ title, lines }, at) => {
    const left = at * panelWidth + margin.left;
    const right = (at + 1) * panelWidth - margin.right;
    const x = scaleOf(sizes, left, right);
    const y = scaleOf(costs, plotHeight - margin.bottom, margin.top);
    return [
      `<text x="${left}" y="20" font-weight="bold">${title}</text>`,
      ...decadesOf(costs).map((cost) => levelMark(y(cost), left, right, withUnit(cost, unit))),
      ...decadesOf(sizes).map((size) => sizeMark(x(size), size)),
      ...lines.map((line) => drawLine(line, x, y)),
    ].join('');
  });
  const legend = [...colours].map(([name, colour], at) => {
    const left = margin.left + (at % inARow) * legendColumn;
    const top = plotHeight + legendRow * (Math.floor(at / inARow) + 0.5);
    return `<line x1="${left}" x2="${left + 18}" y1="${top}" y2="${top}" stroke="${colour}" stroke-width="2.5"/><text x="${left + 24}" y="${top + 4}">${name}</text>`;
  });
  return pictureOf({ width, height, label }, [...drawn, ...legend]);
}

function drawLine(
  { points, colour }: Line,
  x: (value: number) => number,
  y: (value: number) => number,
): string {
  const places = points.map(({ size, cost }) => [x(size).toFixed(1), y(cost).toFixed(1)] as const);
  const dots = places.map(([cx, cy]) => `<circle cx="${cx}" cy="${cy}" r="2.5" fill="${colour}"/>`);
  const line = places.map((place) => place.join(',')).join(' ');
  return `<polyline points="${line}" fill="none" stroke="${colour}" stroke-width="1.8"/>${dots.join('')}`;
}

function levelMark(y: number, left: number, right: number, text: string): string {
  return `<line class="grid" x1="${left}" x2="${right}" y1="${y}" y2="${y}"/><text x="${left - 6}" y="${y + 4}" text-anchor="end">${text}</text>`;
}

function sizeMark(x: number, size: number): string {
  const text = size >= 1e6 ? `${size / 1e6}M` : size >= 1e3 ? `${size / 1e3}k` : size;
  return `<line class="grid" x1="${x}" x2="${x}" y1="${margin.top}" y2="${plotHeight - margin.bottom}"/><text x="${x}" y="${plotHeight - 10}" text-anchor="middle">${text}</text>`;
}

type Range = readonly [low: number, high: number];

/** Out to whole powers of ten. */
function rangeOf(values: readonly number[]): Range {
  const low = 10 ** Math.floor(Math.log10(Math.min(...values)));
  const high = 10 ** Math.ceil(Math.log10(Math.max(...values)));
  return [low, high > low ? high : low * 10];
}

function decadesOf([low, high]: Range): number[] {
  const first = Math.round(Math.log10(low));
  const count = Math.round(Math.log10(high)) - first + 1;
  return Array.from({ length: count }, (_, at) => 10 ** (first + at));
}

function scaleOf([low, high]: Range, from: number, to: number): (value: number) => number {
  return (value) => from + ((to - from) * Math.log(value / low)) / Math.log(high / low);
}

/** Without the noise of powers of ten in binary. */
function withUnit(value: number, unit: string): string {
  return `${Number(value.toPrecision(1)).toLocaleString('en', { maximumFractionDigits: 3 })} ${unit}`;
}
