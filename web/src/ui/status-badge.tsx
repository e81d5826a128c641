import type { Citation } from '../../../src/serve/contract.ts';
import { Icon } from './icon.tsx';
import { statusNames } from './support.ts';

/** What the check of a quotation found. */
export function StatusBadge({ status }: { status: Citation['status'] }) {
  const { name, meaning } = statusNames[status];
  const good = status !== 'unverified';
  return (
    <span
      title={`This quotation ${meaning}.`}
      className={`inline-flex items-center gap-1 rounded-full px-2 py-0.5 font-medium font-sans text-xs ${good ? 'bg-good-soft text-good' : 'bg-warn-soft text-warn'}`}
    >
      <Icon name={good ? 'check' : 'warn'} size={12} />
      {name}
    </span>
  );
}
