/** Shown beside the question: which sources it is asked of. */
import { useEffect, useRef, useState } from 'react';
import { useDocuments } from '../api/queries.ts';
import { Icon } from '../ui/icon.tsx';
import { chooseSources, type SourceNames } from './chosen-sources.ts';
import { titleOfSource } from './searched-in.tsx';
import { SourceDialog } from './source-dialog.tsx';

export interface SourceChoiceProps {
  /** Key of the conversation. */
  readonly conversation: string;
  readonly sources: SourceNames;
}

export function SourceChoice({ conversation, sources }: SourceChoiceProps) {
  const listed = useDocuments().data;
  const documents = listed?.documents ?? [];
  const [open, setOpen] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  /** The dialog has gone: what opened it gets the focus back. */
  const returns = useRef(false);
  useEffect(() => {
    if (open || !returns.current) return;
    returns.current = false;
    button.current?.focus();
  }, [open]);
  const close = () => {
    returns.current = true;
    setOpen(false);
  };
  // Until the library is read it keeps its place: what stands around it must not move then.
  if (listed !== undefined && documents.length < 2 && sources.length === 0) return null;
  const [first] = sources;
  const name =
    first === undefined
      ? 'All sources'
      : sources.length === 1
        ? titleOfSource(first, documents)
        : `${sources.length} sources`;
  return (
    <>
      <button
        ref={button}
        type="button"
        aria-haspopup="dialog"
        title="Choose which sources are asked"
        // Among none, every name of the choice would be taken for gone.
        disabled={listed === undefined}
        onClick={() => setOpen(true)}
        className={`-ml-1.5 inline-flex min-w-0 max-w-full items-center gap-1 rounded-sm px-1.5 py-0.5 ${
          first === undefined
            ? 'hover:bg-sunken hover:text-ink'
            : 'bg-accent-soft font-medium text-accent'
        }`}
      >
        <Icon name="library" size={13} />
        <span className="sr-only">Asked: </span>
        <span className="truncate">{name}</span>
      </button>
      {open && (
        <SourceDialog
          documents={documents}
          sources={sources}
          onClose={close}
          onUse={(names) => {
            chooseSources(conversation, names);
            close();
          }}
        />
      )}
    </>
  );
}
