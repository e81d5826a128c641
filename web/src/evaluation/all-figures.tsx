/** Every metric of a split, for those who want more than the headline. */
import { formatShare } from './names.ts';
import type { Report } from './report-parts.ts';

export function AllFigures({ report }: { report: Report }) {
  const rows = Object.entries(report.metrics).filter(([, { n }]) => n > 0);
  return (
    <details className="mt-4">
      <summary className="w-fit rounded-sm text-accent">All {rows.length} figures</summary>
      <table className="mt-3 w-full text-left text-sm tabular-nums">
        <caption className="sr-only">All figures of the {report.split} split</caption>
        <thead>
          <tr className="border-line-strong border-b text-quiet">
            <th scope="col" className="py-1 font-normal">
              Figure
            </th>
            <th scope="col" className="px-2 text-right font-normal">
              Mean
            </th>
            <th scope="col" className="px-2 text-right font-normal">
              95 %
            </th>
            <th scope="col" className="text-right font-normal">
              n
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map(([name, { mean, low, high, n }]) => (
            <tr key={name} className="border-line border-t align-baseline">
              <th scope="row" className="py-1 font-normal">
                {name}
              </th>
              <td className="px-2 text-right">{formatShare(mean)}</td>
              <td className="px-2 text-right text-quiet sm:whitespace-nowrap">
                {formatShare(low)}–{formatShare(high)}
              </td>
              <td className="text-right">{n.toLocaleString('en')}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </details>
  );
}
