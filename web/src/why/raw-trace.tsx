import { useMemo } from 'react';
import { CopyButton } from '../ui/copy-button.tsx';
import type { Trace } from './read-trace.ts';

/** The trace as the server gave it. */
export function RawTrace({ trace }: { trace: Trace }) {
  const json = useMemo(() => JSON.stringify(trace, null, 2), [trace]);
  return (
    <div className="relative">
      <details className="rounded-md border border-line bg-panel">
        <summary className="rounded-md px-4 py-3 pr-24 text-sm">
          {trace.steps.length} steps, {json.length.toLocaleString('en')} characters of JSON
        </summary>
        <section
          aria-label="Trace as JSON"
          // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard
          tabIndex={0}
          className="max-h-[28rem] overflow-auto border-line border-t bg-sunken p-4"
        >
          <pre className="font-mono text-xs">{json}</pre>
        </section>
      </details>
      <span className="absolute top-2.5 right-3">
        <CopyButton text={json} label="Copy the trace" shown="Copy" />
      </span>
    </div>
  );
}
