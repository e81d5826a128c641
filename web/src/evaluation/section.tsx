import { type ReactNode, useId } from 'react';

/** A part of the report: its heading, what it says in words, then the figures. */
export function Section({
  title,
  about,
  children,
}: {
  title: string;
  about: ReactNode;
  children: ReactNode;
}) {
  const id = useId();
  return (
    <section aria-labelledby={id} className="mt-12">
      <h2 id={id} className="font-serif text-xl">
        {title}
      </h2>
      <p className="mt-1 mb-4 max-w-prose text-quiet">{about}</p>
      {children}
    </section>
  );
}
