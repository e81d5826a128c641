/** Takes an uploaded document out of the library, after asking once more. */
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import type { DocumentSummary } from '../../../src/serve/contract.ts';
import { fetchJson } from '../api/fetch-json.ts';
import { refreshIngest, refreshLibrary } from '../api/queries.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { Icon } from '../ui/icon.tsx';
import { originOf } from './origin.ts';

export function RemoveDocument({ document }: { document: DocumentSummary }) {
  const { id, title } = document;
  const client = useQueryClient();
  const [state, setState] = useState<'there' | 'asking' | 'going'>('there');
  const [failure, setFailure] = useState<string>();
  const button = useRef<HTMLButtonElement>(null);
  /** It was asked and kept: what opened the dialog gets the focus back once that has gone. */
  const returns = useRef(false);
  const keep = () => {
    setState('there');
    returns.current = true;
  };
  useEffect(() => {
    if (state !== 'there' || !returns.current) return;
    returns.current = false;
    button.current?.focus();
  }, [state]);
  const remove = async () => {
    setState('going');
    setFailure(undefined);
    try {
      await fetchJson(`/api/documents/${id}`, { method: 'DELETE' });
      // The row goes, and the focus would go with it.
      window.document.getElementById('documents')?.focus();
      await refreshLibrary(client);
    } catch (error) {
      setFailure(error instanceof Error ? error.message : String(error));
      setState('there');
    }
    await refreshIngest(client);
  };
  return (
    <>
      <button
        ref={button}
        type="button"
        aria-label={`Remove ${title}`}
        aria-disabled={state === 'going'}
        onClick={() => state === 'there' && setState('asking')}
        className="whitespace-nowrap text-bad underline-offset-3 hover:underline"
      >
        {state === 'going' ? 'Removing …' : 'Remove'}
      </button>
      {failure !== undefined && (
        <span role="alert" className="basis-full text-bad text-sm">
          {failure}
        </span>
      )}
      {state === 'asking' && <Ask document={document} onKeep={keep} onRemove={remove} />}
    </>
  );
}

interface AskProps {
  readonly document: DocumentSummary;
  readonly onKeep: () => void;
  readonly onRemove: () => void;
}

function Ask({ document, onKeep, onRemove }: AskProps) {
  const keep = useRef<HTMLButtonElement>(null);
  useEffect(() => keep.current?.focus(), []);
  return (
    <Dialog title="Remove this document?" onClose={onKeep}>
      <p className="text-sm">
        “{document.title}” and its uploaded file{' '}
        <span className="wrap-anywhere">{originOf(document).path}</span> will be gone for good.
        Answers that quote it stay, and say that their source has changed.
      </p>
      <div className="mt-4 flex justify-end gap-2">
        <Button ref={keep} onClick={onKeep}>
          Keep it
        </Button>
        <Button look="danger" onClick={onRemove}>
          <Icon name="trash" /> Remove
        </Button>
      </div>
    </Dialog>
  );
}
