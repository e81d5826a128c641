/** How single elements of Markdown are set. */
import type { ComponentProps, ReactNode } from 'react';
import type { Components } from 'react-markdown';
import { NoteLink } from './note-link.tsx';

type WithNode<Name extends keyof React.JSX.IntrinsicElements> = ComponentProps<Name> & {
  node?: unknown;
};

/** A note's headings stand one level below those of the page. */
function heading(level: 2 | 3 | 4 | 5 | 6) {
  const Tag = `h${level}` as const;
  return ({ children }: { children?: ReactNode }) => <Tag>{children}</Tag>;
}

/** Sets every heading at one level: a text with one heading keeps the order of the page's whole. */
export function headingsAt(level: 2 | 3 | 4 | 5 | 6): Components {
  const at = heading(level);
  return { h1: at, h2: at, h3: at, h4: at, h5: at, h6: at };
}

export const parts: Components = {
  a: NoteLink,
  img: ({ alt }) => <span className="text-quiet">[picture{alt ? `: ${alt}` : ''}]</span>,
  input: ({ checked }) => <span>{checked ? '☑ ' : '☐ '}</span>,
  h1: heading(2),
  h2: heading(3),
  h3: heading(4),
  h4: heading(5),
  h5: heading(6),
  h6: heading(6),
  table: ({ node: _node, ...table }: WithNode<'table'>) => (
    // biome-ignore lint/a11y/useSemanticElements: a field set is for forms, a section a landmark
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a wide table must be scrollable by keyboard
    <div className="scroll-x" role="group" tabIndex={0} aria-label="Table">
      <table {...table} />
    </div>
  ),
  // biome-ignore lint/a11y/noNoninteractiveTabindex: long lines must be scrollable by keyboard
  pre: ({ node: _node, ...pre }: WithNode<'pre'>) => <pre tabIndex={0} {...pre} />,
};
