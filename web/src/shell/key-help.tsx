import { Dialog } from '../ui/dialog.tsx';
import { keyNames, useSingleKeys } from './shortcuts.ts';

export function KeyHelp({ onClose }: { onClose: () => void }) {
  const [on, setOn] = useSingleKeys();
  return (
    <Dialog title="Keys" onClose={onClose}>
      <dl className="grid grid-cols-[auto_1fr] items-baseline gap-x-4 gap-y-2 text-sm">
        {keyNames.map(([key, meaning]) => (
          <div key={key} className="contents">
            <dt>
              <kbd className="inline-block min-w-8 rounded-sm border border-line-strong/60 bg-sunken px-1.5 text-center font-mono text-xs leading-6">
                {key}
              </kbd>
            </dt>
            <dd>{meaning}</dd>
          </div>
        ))}
      </dl>
      <label className="mt-5 flex items-center gap-2 border-line border-t pt-4 text-sm">
        <input type="checkbox" checked={on} onChange={(event) => setOn(event.target.checked)} />
        Single keys are shortcuts
      </label>
    </Dialog>
  );
}
