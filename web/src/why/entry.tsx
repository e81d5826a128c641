import type { ReactNode } from 'react';

/** One line of a list of named values; stands in an {@link Entries}. */
export function Entry({
  name,
  note,
  children,
}: {
  name: string;
  note?: ReactNode;
  children: ReactNode;
}) {
  return (
    <>
      <dt className="text-quiet text-sm @lg:pt-0.5">{name}</dt>
      <dd className="-mt-2 wrap-anywhere min-w-0 @lg:mt-0">
        {children}
        {note !== undefined && <p className="mt-1 text-quiet text-xs">{note}</p>}
      </dd>
    </>
  );
}

export function Entries({ children }: { children: ReactNode }) {
  return <dl className="grid gap-x-6 gap-y-3 @lg:grid-cols-[9rem_1fr]">{children}</dl>;
}
