import type { Diagnosis } from '../../../src/serve/contract.ts';
import { Icon } from '../ui/icon.tsx';

/** What works and what does not, in a line each. */
export function DiagnosisLines({ diagnosis: { ok, lines } }: { diagnosis: Diagnosis }) {
  return (
    <section aria-label="Result of the test" role="status" className="mt-6">
      <p className={`font-medium ${ok ? 'text-good' : 'text-warn'}`}>
        {ok ? 'All of it works.' : 'Something does not work.'}
      </p>
      <ul className="mt-2 divide-y divide-line border-line border-y text-sm">
        {lines.map(({ what, ok: works, line }) => (
          <li key={what + line} className="flex gap-3 py-2">
            <span className={works === null ? 'text-quiet' : works ? 'text-good' : 'text-bad'}>
              <Icon name={works === null ? 'more' : works ? 'check' : 'warn'} />
              <span className="sr-only">
                {works === null ? 'Not tried' : works ? 'Works' : 'Does not work'}
              </span>
            </span>
            <span className="w-32 shrink-0 text-quiet">{what}</span>
            <span className="min-w-0">{line}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}
