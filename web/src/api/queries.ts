/** What the views read of the server, cached. */
import { type QueryClient, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import type {
  ChunkList,
  Conversation,
  ConversationSummary,
  DocumentList,
  DocumentText,
  Evaluation,
  ingestStatusSchema,
  Passage,
  Session,
  SettingsList,
  TurnDetail,
} from '../../../src/serve/contract.ts';
import { fetchJson } from './fetch-json.ts';

const encode = encodeURIComponent;

/** Characters of names that a query may hold and be sure to be read. */
const addressRoom = 3_000;

export function useDocuments() {
  return useQuery({
    queryKey: ['documents'],
    queryFn: ({ signal }) => fetchJson<DocumentList>('/api/documents', { signal }),
  });
}

export function useDocument(id: string) {
  return useQuery({
    queryKey: ['document', id],
    queryFn: ({ signal }) => fetchJson<DocumentText>(`/api/documents/${encode(id)}`, { signal }),
  });
}

export function useChunks(id: string) {
  return useQuery({
    queryKey: ['chunks', id],
    queryFn: ({ signal }) =>
      fetchJson<ChunkList>(`/api/documents/${encode(id)}/chunks`, { signal }),
  });
}

/** @param question empty asks nothing */
export function useSearch(question: string, k = 12) {
  return useQuery({
    queryKey: ['search', question, k],
    enabled: question.trim() !== '',
    queryFn: ({ signal }) =>
      fetchJson<{ passages: Passage[] }>(`/api/search?q=${encode(question)}&k=${k}`, { signal }),
    placeholderData: (before) => before,
  });
}

/** @param sources names of those that are asked alone; none for all */
export function useSuggestions(sources: readonly string[]) {
  return useQuery({
    queryKey: ['suggestions', ...sources],
    queryFn: ({ signal }) =>
      fetchJson<{ suggestions: string[] }>(`/api/suggestions?${firstNamed(sources)}`, { signal }),
    staleTime: Number.POSITIVE_INFINITY,
  });
}

/** As many as an address has room for: what some of them answer, all of them do. */
function firstNamed(sources: readonly string[]): string {
  const query = new URLSearchParams();
  for (const name of sources) {
    query.append('source', name);
    if (query.toString().length > addressRoom) break;
  }
  return query.toString();
}

export function useConversations(search: string) {
  return useQuery({
    queryKey: ['conversations', search],
    queryFn: ({ signal }) =>
      fetchJson<{ conversations: ConversationSummary[] }>(
        `/api/conversations?q=${encode(search)}`,
        { signal },
      ),
    placeholderData: (before) => before,
  });
}

export function conversationKey(id: string) {
  return ['conversation', id] as const;
}

export function useConversation(id: string | undefined) {
  return useQuery({
    queryKey: conversationKey(id ?? ''),
    enabled: id !== undefined,
    queryFn: ({ signal }) =>
      fetchJson<Conversation>(`/api/conversations/${encode(id ?? '')}`, { signal }),
    // Another window may have gone on with it.
    refetchOnWindowFocus: true,
    // Answered for another window, or left behind by one: what becomes of it is seen.
    refetchInterval: ({ state: { data } }) =>
      data?.turns.some(({ state }) => state === 'answering') ? 1_000 : false,
  });
}

/** A turn with its passages and trace. */
export function useTurn(id: string) {
  return useQuery({
    queryKey: ['turn', id],
    queryFn: ({ signal }) => fetchJson<TurnDetail>(`/api/turns/${encode(id)}`, { signal }),
  });
}

export function useEvaluation() {
  return useQuery({
    queryKey: ['evaluation'],
    queryFn: ({ signal }) => fetchJson<Evaluation>('/api/evaluation', { signal }),
    staleTime: Number.POSITIVE_INFINITY,
  });
}

/** What the reader may do here; undefined until it is known. */
export function useSession(): Session | undefined {
  const { data } = useQuery({
    queryKey: ['session'],
    queryFn: ({ signal }) => fetchJson<Session>('/api/session', { signal }),
  });
  return data;
}

/** Whether the reader may add documents and remove them; false until it is known. */
export function useMayWrite(): boolean {
  const session = useSession();
  return session !== undefined && !session.demo && session.scope !== 'read';
}

export type IngestStatus = ReturnType<typeof ingestStatusSchema.parse>;

const ingestKey = ['ingest'] as const;

/**
 * How the documents are being prepared, whoever asked for it; undefined until it is known. What the
 * cache holds of the library is read again when that changes it.
 *
 * @param idleMs how often to look whether somebody has begun; false looks once
 */
export function useIngest(idleMs: number | false, enabled = true): IngestStatus | undefined {
  const client = useQueryClient();
  const { data } = useQuery({
    queryKey: ingestKey,
    enabled,
    queryFn: ({ signal }) => fetchJson<IngestStatus>('/api/ingest', { signal }),
    staleTime: 0,
    refetchInterval: ({ state: { data } }) => (data?.state === 'running' ? 1_000 : idleMs),
  });
  // Words can be searched as soon as the first texts are encoded; the end changes everything.
  const state = data && `${data.endedAt} ${(data.progress?.embedded ?? 0) > 0}`;
  const seen = useRef(state);
  useEffect(() => {
    if (seen.current !== undefined && state !== seen.current) void refreshLibrary(client);
    seen.current = state;
  }, [state, client]);
  return data;
}

/** Looks at once how the documents are being prepared. */
export function refreshIngest(client: QueryClient): Promise<void> {
  return client.invalidateQueries({ queryKey: ingestKey });
}

/** Reads again what the views have of documents that may have changed. */
export async function refreshLibrary(client: QueryClient): Promise<void> {
  const keys = ['documents', 'document', 'chunks', 'search', 'suggestions'];
  await Promise.all(keys.map((key) => client.invalidateQueries({ queryKey: [key] })));
}

export function useSettings() {
  return useQuery({
    queryKey: ['settings'],
    queryFn: ({ signal }) => fetchJson<SettingsList>('/api/settings', { signal }),
  });
}

/** Reads the list again after something in it changed. */
export function refreshConversations(client: QueryClient): Promise<void> {
  return client.invalidateQueries({ queryKey: ['conversations'] });
}
