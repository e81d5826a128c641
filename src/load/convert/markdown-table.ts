/** Rows of cells -> a table in GitHub's Markdown; short rows are filled up, long ones widen it. */
export function tableOf(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const width = rows.reduce((most, row) => Math.max(most, row.length), header.length);
  const line = (cells: readonly string[]) =>
    `| ${Array.from({ length: width }, (_, at) => escapeCell(cells[at] ?? '')).join(' | ')} |\n`;
  const rule = `|${' --- |'.repeat(width)}\n`;
  return line(header) + rule + rows.map(line).join('');
}

function escapeCell(text: string): string {
  return text.replace(/\s+/g, ' ').trim().replaceAll('\\', '\\\\').replaceAll('|', '\\|');
}
