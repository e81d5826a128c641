/** The ways in: a button that opens the file picker, and one that reads the folder again. */
import { useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { fetchJson } from '../api/fetch-json.ts';
import { refreshIngest } from '../api/queries.ts';
import { Button } from '../ui/button.tsx';
import { Icon } from '../ui/icon.tsx';
import { addFiles } from './adding.ts';
import { addedEndings } from './kinds.ts';

export function AddButton() {
  const client = useQueryClient();
  const picker = useRef<HTMLInputElement>(null);
  return (
    <>
      <Button look="primary" onClick={() => picker.current?.click()}>
        <Icon name="plus" />
        <span>
          Add<span className="max-sm:sr-only"> documents</span>
        </span>
      </Button>
      <input
        ref={picker}
        type="file"
        multiple
        hidden
        accept={addedEndings}
        aria-label="Files to add"
        onChange={({ target }) => {
          addFiles([...(target.files ?? [])], () => void refreshIngest(client));
          // The same file may be chosen again after it was mended.
          target.value = '';
        }}
      />
    </>
  );
}

export function ReadFolderButton({ busy }: { busy: boolean }) {
  const client = useQueryClient();
  const [failure, setFailure] = useState<string>();
  const read = async () => {
    try {
      await fetchJson('/api/ingest', { method: 'POST' });
      setFailure(undefined);
      await refreshIngest(client);
    } catch (error) {
      setFailure(error instanceof Error ? error.message : String(error));
    }
  };
  return (
    <>
      <Button
        onClick={busy ? undefined : read}
        aria-disabled={busy}
        title="Reads what was put into the folder of documents, or changed there"
        className="aria-disabled:opacity-50"
      >
        <Icon name="retry" />
        <span className="max-sm:sr-only">Read the folder again</span>
      </Button>
      {failure !== undefined && (
        <p role="alert" className="basis-full text-bad text-sm">
          {failure}
        </p>
      )}
    </>
  );
}
