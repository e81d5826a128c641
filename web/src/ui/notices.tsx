/** The states between a question and its reply: nothing yet, waiting, failed. */
import type { ReactNode } from 'react';
import { Button } from './button.tsx';
import { Icon } from './icon.tsx';

export interface WaitingProps {
  readonly lines?: number;
  readonly label?: string;
  /** What went wrong so far; it is tried again. */
  readonly reason?: Error | null | undefined;
}

/** Lines that keep the room of what is coming. */
export function Waiting({ lines = 3, label = 'Loading', reason }: WaitingProps) {
  return (
    <div role="status" aria-label={label} className="space-y-3 py-2">
      {reason && <p className="text-sm text-warn">{reason.message}</p>}
      {Array.from({ length: lines }, (_, at) => (
        <div
          // biome-ignore lint/suspicious/noArrayIndexKey: the lines are all alike
          key={at}
          className="h-4 animate-pulse rounded-sm bg-sunken"
          style={{ width: `${92 - ((at * 17) % 40)}%` }}
        />
      ))}
    </div>
  );
}

export function Failure({ error, retry }: { error: Error; retry?: (() => void) | undefined }) {
  return (
    <div role="alert" className="rounded-md border border-bad/40 bg-bad-soft p-4">
      <p className="flex gap-2 text-bad">
        <span className="mt-1">
          <Icon name="warn" />
        </span>
        {error.message}
      </p>
      {retry !== undefined && (
        <Button size="small" className="mt-3" onClick={retry}>
          <Icon name="retry" /> Try again
        </Button>
      )}
    </div>
  );
}

export function Nothing({ title, children }: { title: string; children?: ReactNode }) {
  return (
    <div className="rounded-md border border-line border-dashed px-6 py-10 text-center">
      <p className="font-medium">{title}</p>
      {children !== undefined && <div className="mt-1 text-quiet text-sm">{children}</div>}
    </div>
  );
}
