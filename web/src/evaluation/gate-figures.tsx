/** The gate's decision in four numbers, and how far its probability is off. */
import { formatShare } from './names.ts';
import { calibrationError } from './reliability-geometry.ts';
import type { Report } from './report-parts.ts';

export function GateFigures({ report: { gate, calibration } }: { report: Report }) {
  const figures = [
    ['AUROC', gate.auroc, 'Chance that an answerable question scores above one that is not'],
    ['Precision of declining', gate.precision, 'Share of the declined that were rightly declined'],
    ['Recall of declining', gate.recall, 'Share of the unanswerable that were declined'],
    ['F1', gate.f1, 'Both in one figure'],
    ['Calibration error', calibrationError(calibration), 'Mean distance from the diagonal'],
  ] as const;
  return (
    <dl className="min-w-64 flex-1">
      {figures.map(([name, figure, meaning]) => (
        <div key={name} className="flex gap-4 border-line border-t py-2 last:border-b">
          <dt className="min-w-0 flex-1">
            {name}
            <span className="block text-quiet text-sm">{meaning}</span>
          </dt>
          <dd className="font-medium tabular-nums">{formatShare(figure)}</dd>
        </div>
      ))}
    </dl>
  );
}
