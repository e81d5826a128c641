/** Where a piece of a note stands, for readers: `Note › Section › Part`. */
export interface NamedPlace {
  readonly title: string;
  readonly headingPath: readonly string[];
  /** Of the original, as it calls it. */
  readonly page?: string;
}

/** The outermost heading is left out where it is the note's title, a page where it is the last. */
export function placeName({ title, headingPath, page }: NamedPlace, separator = ' › '): string {
  const headings = headingPath[0] === title ? headingPath.slice(1) : headingPath;
  const place = [title, ...headings].join(separator);
  return page === undefined || page === headingPath.at(-1) ? place : `${place}, page ${page}`;
}
