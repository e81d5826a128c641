/** Where a piece of a note stands: `'Attention', ['Attention', 'Scaling'] -> 'Attention › Scaling'` */
export function placeName(title: string, headingPath: readonly string[]): string {
  const headings = headingPath[0] === title ? headingPath.slice(1) : headingPath;
  return [title, ...headings].join(' › ');
}
