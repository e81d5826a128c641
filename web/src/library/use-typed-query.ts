/** A search field's text, kept in the address as `?q=` so that a search can be linked and gone back to. */
import { useEffect, useRef, useState } from 'react';
import { useSearchParams } from 'wouter';

const pauseMs = 200;

export interface TypedQuery {
  /** What the field shows. */
  readonly typed: string;
  /** What is searched: the same, trimmed, once typing pauses. */
  readonly query: string;
  readonly type: (text: string) => void;
}

export function useTypedQuery(): TypedQuery {
  const [params, setParams] = useSearchParams();
  const query = params.get('q') ?? '';
  const [typed, type] = useState(query);
  const written = useRef(query);

  // The address changed by other means than typing: a link, or going back.
  useEffect(() => {
    if (query === written.current) return;
    written.current = query;
    type(query);
  }, [query]);

  useEffect(() => {
    const next = typed.trim();
    if (next === written.current) return;
    const timer = setTimeout(() => {
      written.current = next;
      setParams((before) => withQuery(before, next), { replace: true });
    }, pauseMs);
    return () => clearTimeout(timer);
  }, [typed, setParams]);

  return { typed, query, type };
}

function withQuery(before: URLSearchParams, query: string): URLSearchParams {
  const after = new URLSearchParams(before);
  if (query === '') after.delete('q');
  else after.set('q', query);
  return after;
}
