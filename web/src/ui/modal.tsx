/** The browser's own modal dialog: it keeps the focus, lies above everything and closes on Escape. */
import { type ComponentProps, useEffect, useRef } from 'react';

export interface ModalProps extends Omit<ComponentProps<'dialog'>, 'onCancel' | 'onClose' | 'ref'> {
  readonly onClose: () => void;
  /** A press beside what it shows closes it too. */
  readonly closesOutside?: boolean;
}

export function Modal({ onClose, closesOutside = false, ...dialog }: ModalProps) {
  const element = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const shown = element.current!;
    if (!shown.open) shown.showModal();
    return () => shown.close();
  }, []);
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: Escape does the same for the keyboard
    <dialog
      ref={element}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
      onClick={(event) => {
        if (closesOutside && event.target === element.current) onClose();
      }}
      {...dialog}
    />
  );
}
