import { useState } from 'react';

export interface RenameFieldProps {
  readonly title: string;
  readonly onCancel: () => void;
  readonly onRename: (title: string) => void;
}

/** Enter keeps the new name, Escape and leaving the field the old one. */
export function RenameField({ title, onCancel, onRename }: RenameFieldProps) {
  const [text, setText] = useState(title);
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        const next = text.trim();
        if (next === '' || next === title) onCancel();
        else onRename(next);
      }}
    >
      <input
        // biome-ignore lint/a11y/noAutofocus: the reader has just asked to rename
        autoFocus
        aria-label="Name of the conversation"
        maxLength={200}
        value={text}
        onChange={(event) => setText(event.target.value)}
        onFocus={(event) => event.target.select()}
        onBlur={onCancel}
        onKeyDown={(event) => {
          if (event.key !== 'Escape') return;
          event.stopPropagation();
          onCancel();
        }}
        className="my-0.5 min-h-8 w-full rounded-md border border-accent bg-panel px-2 text-sm"
      />
    </form>
  );
}
