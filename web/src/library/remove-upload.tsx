/** Takes away an uploaded file that no document could be made of: there is nothing to lose. */
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { fetchJson } from '../api/fetch-json.ts';
import { refreshIngest, refreshLibrary } from '../api/queries.ts';
import { Button } from '../ui/button.tsx';
import { Problem } from './added-row.tsx';
import { originOf } from './origin.ts';

export function RemoveUpload({ uri }: { uri: string }) {
  const client = useQueryClient();
  const [isGoing, setGoing] = useState(false);
  const [failure, setFailure] = useState<string>();
  const { isRemovable, path } = originOf({ uri });
  if (!isRemovable) return null;
  const remove = async () => {
    setGoing(true);
    try {
      await fetchJson(`/api/uploads/${encodeURIComponent(path)}`, { method: 'DELETE' });
      await refreshLibrary(client);
    } catch (error) {
      setFailure(error instanceof Error ? error.message : String(error));
      setGoing(false);
    }
    await refreshIngest(client);
  };
  return (
    <>
      <Button size="small" aria-disabled={isGoing} onClick={() => !isGoing && void remove()}>
        {isGoing ? 'Removing …' : `Remove ${path}`}
      </Button>
      {failure !== undefined && <Problem>{failure}</Problem>}
    </>
  );
}
