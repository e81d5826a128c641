/** What the drawn pictures of the report share: they need nothing to be seen, by day and by night. */

/** Distinct also for most who see colours otherwise, and on both grounds. */
export const lineColours = [
  ...['#2f7fc1', '#d9730d', '#b8920b', '#1f9d73'],
  ...['#b85c9e', '#5aa9dd', '#9a6b45', '#8a8a8a'],
];

const style = `
svg { font: 12px sans-serif; }
.ground { fill: #fbfaf7; }
text { fill: #55504a; }
.grid { stroke: #d8d4cc; }
@media (prefers-color-scheme: dark) {
  .ground { fill: #1d1c1a; }
  text { fill: #c9c4bb; }
  .grid { stroke: #3b3935; }
}`;

/** @param label what is to be seen, for whoever does not see it */
export function pictureOf(
  {
    width,
    height,
    label,
  }: { readonly width: number; readonly height: number; readonly label: string },
  parts: readonly string[],
): string {
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" role="img" aria-label="${label}"><style>${style}</style><rect class="ground" width="${width}" height="${height}"/>${parts.join('')}</svg>\n`;
}
