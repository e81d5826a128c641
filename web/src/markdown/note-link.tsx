/** A link in a note: to another note of the library, or an address to copy. Never to another site. */
import { createContext, type ReactNode, useContext } from 'react';
import { Link } from 'wouter';
import { useDocuments } from '../api/queries.ts';
import { CopyButton } from '../ui/copy-button.tsx';

/** `uri` of the note whose text is shown; relative links start from it. */
export const NoteUri = createContext('');

export function NoteLink({
  href = '',
  children,
}: {
  href?: string | undefined;
  children?: ReactNode;
}) {
  const from = useContext(NoteUri);
  const { data } = useDocuments();
  if (href === '' || href.startsWith('#')) return <>{children}</>;
  const uri = resolveUri(from, href);
  const note = data?.documents.find((document) => document.uri === uri);
  if (note !== undefined) {
    return (
      <Link href={`/read/${note.id}`} className="text-accent underline underline-offset-3">
        {children}
      </Link>
    );
  }
  return (
    <span>
      {children} <CopyButton text={href} label={`Copy the address ${href}`} />
    </span>
  );
}

/** `a/b.md` and `../c.md#part` -> `c.md`; undefined for addresses beyond the library. */
export function resolveUri(from: string, href: string): string | undefined {
  if (/^[a-z][a-z0-9+.-]*:|^\/\//i.test(href)) return undefined;
  try {
    const base = new URL(from.split('/').map(encodeURIComponent).join('/'), 'note:///');
    return decodeURIComponent(new URL(href.split(/[?#]/)[0]!, base).pathname).replace(/^\//, '');
  } catch {
    return undefined;
  }
}
