/** Stored conversations, newest first, with a search over titles, questions and answers. */
import { useDeferredValue, useState } from 'react';
import { useConversations } from '../api/queries.ts';
import { Icon } from '../ui/icon.tsx';
import { ConversationRow } from './conversation-row.tsx';

export function ConversationList() {
  const [search, setSearch] = useState('');
  const deferred = useDeferredValue(search.trim());
  const { data, failureReason } = useConversations(deferred);
  const found = data?.conversations ?? [];
  return (
    <section aria-label="Conversations" className="mt-4 flex min-h-0 flex-1 flex-col">
      <div className="relative mx-4 mb-2">
        <span className="absolute top-2 left-2 text-quiet">
          <Icon name="search" />
        </span>
        <input
          type="search"
          aria-label="Search conversations"
          placeholder="Search conversations"
          maxLength={200}
          value={search}
          onChange={(event) => setSearch(event.target.value)}
          className="min-h-8 w-full rounded-md border border-line bg-panel pr-2 pl-8 text-sm"
        />
      </div>
      <ul className="min-h-0 flex-1 overflow-y-auto px-2 pb-2">
        {found.map((conversation) => (
          <ConversationRow key={conversation.id} conversation={conversation} />
        ))}
        {data !== undefined && found.length === 0 && (
          <li className="px-2 py-1 text-quiet text-sm">
            {deferred === ''
              ? 'Your questions will be kept here, on this machine.'
              : `No conversation holds “${deferred}”.`}
          </li>
        )}
        {data === undefined && failureReason !== null && (
          <li className="px-2 py-1 text-sm text-warn">{failureReason.message}</li>
        )}
      </ul>
    </section>
  );
}
