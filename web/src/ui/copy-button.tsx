import { useState } from 'react';
import { Icon } from './icon.tsx';

/** Puts a text on the clipboard and says so, in sight and aloud. */
export function CopyButton({
  text,
  label,
  shown,
}: {
  text: string;
  label: string;
  shown?: string;
}) {
  const [state, setState] = useState<'ready' | 'copied' | 'refused'>('ready');
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text);
      setState('copied');
    } catch {
      setState('refused');
    }
    setTimeout(() => setState('ready'), 2_000);
  };
  const said = { ready: shown, copied: 'Copied', refused: 'The browser refused' }[state];
  return (
    <button
      type="button"
      onClick={copy}
      title={label}
      className="inline-flex items-center gap-1.5 rounded-sm p-1 align-[-0.2em] text-quiet text-xs hover:bg-sunken hover:text-ink"
    >
      <Icon name={state === 'copied' ? 'check' : 'copy'} />
      {said !== undefined && <span>{said}</span>}
      {state === 'ready' && (
        <span className="sr-only">{shown === undefined ? label : `: ${label}`}</span>
      )}
      <span className="sr-only" aria-live="polite">
        {state === 'ready' ? '' : said}
      </span>
    </button>
  );
}
