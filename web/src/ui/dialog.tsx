/** A modal dialog with a title and a button that closes it. */
import { type ReactNode, useId } from 'react';
import { Button } from './button.tsx';
import { Icon } from './icon.tsx';
import { Modal } from './modal.tsx';

export interface DialogProps {
  readonly title: string;
  readonly onClose: () => void;
  readonly children: ReactNode;
}

export function Dialog({ title, onClose, children }: DialogProps) {
  const name = useId();
  return (
    <Modal
      aria-labelledby={name}
      onClose={onClose}
      className="m-auto w-[min(30rem,calc(100vw-2rem))] rounded-lg border border-line-strong/60 bg-panel p-5 text-base text-ink backdrop:bg-black/40"
    >
      <div className="mb-3 flex items-center justify-between gap-4">
        <h2 id={name} className="font-semibold text-lg">
          {title}
        </h2>
        <Button look="bare" size="small" onClick={onClose} aria-label="Close">
          <Icon name="close" />
        </Button>
      </div>
      {children}
    </Modal>
  );
}
