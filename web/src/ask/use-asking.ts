/** Asking from a view: keeps the address, the cache and the list of conversations in step. */
import { useQueryClient } from '@tanstack/react-query';
import { useCallback } from 'react';
import { useLocation } from 'wouter';
import type { Conversation, Turn } from '../../../src/serve/contract.ts';
import { conversationKey, refreshConversations } from '../api/queries.ts';
import { ask, forgetLive, newConversation } from './asking.ts';
import { moveChosen, sourcesFor } from './chosen-sources.ts';
import { moveDraft } from './drafts.ts';
import { addUnkept, cutUnkept, isUnkept, unkeptHistory, unkeptTurns } from './unkept.ts';
import { writer } from './writer.ts';

export type Ask = (question: string, replaceFrom?: string) => void;

export function useAsking(conversationId: string | undefined): Ask {
  const client = useQueryClient();
  const [, navigate] = useLocation();
  return useCallback(
    (question, replaceFrom) => {
      const conversation = conversationId ?? newConversation;
      const unkept = conversationId === undefined;
      if (unkept && replaceFrom !== undefined) cutUnkept(replaceFrom);
      const history = unkept ? unkeptHistory() : [];
      const turns = unkept
        ? unkeptTurns()
        : (client.getQueryData<Conversation>(conversationKey(conversationId))?.turns ?? []);
      const sources = sourcesFor(conversation, turns);
      void ask(
        {
          question,
          conversation,
          ...(replaceFrom !== undefined && !isUnkept(replaceFrom) && { replaceFrom }),
          ...(history.length > 0 && { history }),
          ...(writer() !== undefined && { answers: writer() }),
          ...(sources.length > 0 && { sources }),
        },
        {
          onStored: (id) => {
            if (conversationId === undefined) {
              client.setQueryData<Conversation>(
                conversationKey(id),
                emptyConversation(id, question),
              );
              moveDraft(newConversation, id);
              moveChosen(newConversation, id);
              // Whoever has gone on to another view is not called back.
              if (location.pathname === '/') navigate(`/c/${id}`, { replace: true });
            }
            void refreshConversations(client);
          },
          onAnswered: (turn) => {
            if (turn.id === '') return addUnkept(turn);
            client.setQueryData<Conversation>(
              conversationKey(turn.conversationId),
              (before) => before && withTurn(before, turn, replaceFrom),
            );
            // Another window may have asked in between.
            void client.invalidateQueries({ queryKey: conversationKey(turn.conversationId) });
          },
          onEnded: (id) => {
            void client.invalidateQueries({ queryKey: conversationKey(id) }).then(() => {
              const read = client.getQueryState(conversationKey(id));
              if (read?.status === 'success' && read.fetchStatus === 'idle') forgetLive(id);
            });
          },
        },
      ).then(() => refreshConversations(client));
    },
    [client, conversationId, navigate],
  );
}

function emptyConversation(id: string, title: string): Conversation {
  const now = new Date().toISOString();
  return { id, title, createdAt: now, updatedAt: now, turns: [] };
}

function withTurn(
  conversation: Conversation,
  turn: Turn,
  replaceFrom: string | undefined,
): Conversation {
  const cutAt = conversation.turns.findIndex(({ id }) => id === replaceFrom);
  const kept = cutAt === -1 ? conversation.turns : conversation.turns.slice(0, cutAt);
  return { ...conversation, turns: [...kept.filter(({ id }) => id !== turn.id), turn] };
}
