/** The headings below a note's title; the first of most notes is their title once more. */
export function headingsBelow(title: string, headingPath: readonly string[]): readonly string[] {
  return headingPath[0] === title ? headingPath.slice(1) : headingPath;
}

/** Where a piece of a note stands: `'Attention', ['Attention', 'Scaling'] -> 'Attention › Scaling'` */
export function placeName(title: string, headingPath: readonly string[]): string {
  return [title, ...headingsBelow(title, headingPath)].join(' › ');
}
