/** Figures of the peer benchmark -> the README's table: what a question costs, and whoever comes next. */
import { rowOf, shown } from '../table-text.ts';
import { contenders } from './contenders.ts';
import type { Measured, MeasuredSize } from './measured.ts';

const none = '–';

export function speedSummary(all: readonly MeasuredSize[]): string {
  const head = [
    'chunks',
    'question, p50',
    'next fastest',
    'recall of vectors',
    'memory',
    'ready after',
  ];
  return [rowOf(head), rowOf(head.map(() => '---')), ...all.map(sizeRow)].join('\n');
}

function sizeRow({ size, contenders: measured }: MeasuredSize): string {
  const own = measured.find(({ contender }) => contender === contenders[0]!.name);
  const hybrid = own?.arms.hybrid;
  const memory = own?.open && `${shown(own.open.residentBytes / 1e6)} MB`;
  const ready = own?.open && `${shown(own.open.milliseconds / 1_000)} s`;
  return rowOf([
    shown(size),
    hybrid ? `${shown(hybrid.p50)} ms` : none,
    nextFastest(measured.filter((one) => one !== own)) ?? none,
    hybrid?.quality?.toFixed(3) ?? none,
    memory ?? none,
    ready ?? none,
  ]);
}

function nextFastest(others: readonly Measured[]): string | undefined {
  const [first] = others
    .flatMap(({ contender, arms }) =>
      arms.hybrid ? [{ contender, ratio: arms.hybrid.ratio }] : [],
    )
    .sort((left, right) => left.ratio - right.ratio);
  return first && `${first.contender}, ×${shown(first.ratio)}`;
}
