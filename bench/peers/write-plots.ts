/** The two pictures of the peer benchmark. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { lineColours } from '../picture.ts';
import { type Arm, arms } from './contender.ts';
import { contenders } from './contenders.ts';
import type { Measured, MeasuredSize } from './measured.ts';
import { type Line, plotLogLog } from './plot-log-log.ts';

export const pictures = { query: 'bench-query.svg', memory: 'bench-memory.svg' };

const titles: Readonly<Record<Arm, string>> = {
  lexical: 'By words',
  dense: 'By vectors',
  hybrid: 'By both',
};

export function writePlots(folder: string, all: readonly MeasuredSize[]): void {
  const panels = arms.map((arm) => ({
    title: `${titles[arm]}: median of a question`,
    lines: linesOf(all, (measured) => measured.arms[arm]?.p50),
  }));
  writeFileSync(
    join(folder, pictures.query),
    plotLogLog(panels, {
      label: 'Time of a question over the number of chunks',
      unit: 'ms',
      panelWidth: 350,
    }),
  );
  const memory = linesOf(all, ({ open }) => open && Math.max(open.residentBytes, 1) / 1e6);
  writeFileSync(
    join(folder, pictures.memory),
    plotLogLog([{ title: 'Memory while serving', lines: memory }], {
      label: 'Memory over the number of chunks',
      unit: 'MB',
      panelWidth: 720,
    }),
  );
}

/** The points of each contender that has any, by size; in every picture it has its own colour. */
export function linesOf(
  all: readonly MeasuredSize[],
  costOf: (measured: Measured) => number | undefined,
): Line[] {
  return contenders.flatMap(({ name }, at) => {
    const points = all.flatMap(({ size, contenders: ones }) => {
      const measured = ones.find(({ contender }) => contender === name);
      const cost = measured && costOf(measured);
      return cost === undefined ? [] : [{ size, cost }];
    });
    const colour = lineColours[at % lineColours.length]!;
    return points.length === 0 ? [] : [{ name, colour, points }];
  });
}
