/** Where a piece of a note stands, for readers: `Note › Section › Part`. */
export interface NamedPlace {
  readonly title: string;
  readonly headingPath: readonly string[];
}

/** The outermost heading is left out where it is the note's title. */
export function placeName({ title, headingPath }: NamedPlace, separator = ' › '): string {
  const headings = headingPath[0] === title ? headingPath.slice(1) : headingPath;
  return [title, ...headings].join(separator);
}
