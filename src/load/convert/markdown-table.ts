/** Rows of cells -> a table in GitHub's Markdown; short rows are filled up, long ones widen it. */
export function tableOf(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const width = rows.reduce((most, row) => Math.max(most, row.length), header.length);
  const line = (cells: readonly string[]) =>
    `| ${Array.from({ length: width }, (_, at) => escapeCell(cells[at] ?? '')).join(' | ')} |\n`;
  const rule = `|${' --- |'.repeat(width)}\n`;
  return line(header) + rule + rows.map(line).join('');
}

const special = /[\\`*_[\]<>|$~&:]/;

/** Plain words as they are; what Markdown would read otherwise is escaped. */
function escapeCell(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim();
  if (!special.test(line)) return line;
  return line
    .replace(
      /\\(?=[!-/:-@[-`{-~])|[`|$~]|\*(?=\S)|(?<=\S)\*|<(?=[a-z/!?])|(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/giu,
      '\\$&',
    )
    .replace(/\[(?=[^\]]*\][(:[])/g, '\\[')
    .replace(/&(?=#?\w+;)/g, '\\&')
    .replace(/\b(https?|ftp|mailto|javascript):/gi, '$1\\:');
}
