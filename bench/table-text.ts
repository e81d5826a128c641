/** Figures as cells of a report's table. */

export function rowOf(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`;
}

/** Three digits, and whole numbers from a hundred on: 0.0123, 1.23, 12.3, 123, 12,345. */
export function shown(value: number): string {
  const places = value >= 100 ? 0 : Math.max(0, 2 - Math.floor(Math.log10(Math.max(value, 1e-4))));
  return value.toLocaleString('en', { maximumFractionDigits: places });
}
