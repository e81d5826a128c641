/** Asks for the API key where the server demands one; it is kept in a cookie that scripts cannot read. */
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { fetchJson, keyDemanded } from '../api/fetch-json.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';

export function KeyPrompt() {
  const client = useQueryClient();
  const [open, setOpen] = useState(false);
  const [key, setKey] = useState('');
  const [failure, setFailure] = useState<string>();
  useEffect(() => {
    const onDemand = () => setOpen(true);
    keyDemanded.addEventListener('demand', onDemand);
    return () => keyDemanded.removeEventListener('demand', onDemand);
  }, []);
  if (!open) return null;
  const send = async () => {
    try {
      await fetchJson('/api/session', { method: 'POST', body: JSON.stringify({ key }) });
      setOpen(false);
      setKey('');
      setFailure(undefined);
      await client.resetQueries();
    } catch (error) {
      setFailure(error instanceof Error ? error.message : String(error));
    }
  };
  return (
    <Dialog title="This server asks for a key" onClose={() => setOpen(false)}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void send();
        }}
      >
        <label htmlFor="api-key" className="text-quiet text-sm">
          A key that was made for you, or the value of API_KEY in its configuration. It is sent to
          this server alone.
        </label>
        <div className="mt-2 flex gap-2">
          <input
            id="api-key"
            type="password"
            autoComplete="current-password"
            value={key}
            onChange={(event) => setKey(event.target.value)}
            className="min-h-9 min-w-0 flex-1 rounded-md border border-line-strong bg-paper px-3"
          />
          <Button look="primary" type="submit" disabled={key === ''}>
            Open
          </Button>
        </div>
        {failure !== undefined && (
          <p role="alert" className="mt-2 text-bad text-sm">
            {failure}
          </p>
        )}
      </form>
    </Dialog>
  );
}
