/** Series over time -> a small picture that needs nothing to be seen. */
import { lineColours, pictureOf } from '../picture.ts';

export interface Series {
  readonly name: string;
  /** One each interval. */
  readonly values: readonly number[];
}

const width = 720;
const height = 260;
const left = 52;
const bottom = 28;

export function plotLines(
  series: readonly Series[],
  { everySeconds, unit }: { readonly everySeconds: number; readonly unit: string },
): string {
  const most = niceAbove(Math.max(...series.flatMap(({ values }) => values)));
  const length = Math.max(...series.map(({ values }) => values.length));
  const x = (at: number) => left + (at / Math.max(1, length - 1)) * (width - left - 12);
  const y = (value: number) => 12 + (1 - value / most) * (height - bottom - 12);
  const grid = [0, 0.25, 0.5, 0.75, 1].map((share) => {
    const value = share * most;
    return `<line x1="${left}" x2="${width - 12}" y1="${y(value)}" y2="${y(value)}" class="grid"/><text x="${left - 6}" y="${y(value) + 4}" text-anchor="end">${value}</text>`;
  });
  const lines = series.map(({ name, values }, at) => {
    const points = values.map((value, step) => `${x(step).toFixed(1)},${y(value).toFixed(1)}`);
    const colour = lineColours[at % lineColours.length];
    return `<polyline points="${points.join(' ')}" fill="none" stroke="${colour}" stroke-width="1.5"/><text x="${left + 8 + at * 160}" y="26" style="fill:${colour}">${name}</text>`;
  });
  const seconds = Math.round(length * everySeconds);
  const axes = `<text x="${width - 12}" y="${height - 8}" text-anchor="end">${seconds} s</text><text x="6" y="${height - 8}">${unit}</text>`;
  const label = `Memory in ${unit} over ${seconds} seconds`;
  return pictureOf({ width, height, label }, [...grid, ...lines, axes]);
}

/** The next of 100, 200, 400, 800 and so on. */
function niceAbove(value: number): number {
  let most = 100;
  while (most < value) most *= 2;
  return most;
}
