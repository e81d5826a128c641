/** Markdown without what stands in fences, inline code and formulas: there every sign is itself. */
export function outsideCode(markdown: string): string {
  return markdown
    .replace(/^( *)(`{3,}|~{3,})[^\n]*\n[\s\S]*?^\1\2`*[ \t]*$/gm, '')
    .replace(/(`+)(?!`)[^\n]*?[^`]\1(?!`)/g, '')
    .replace(/\$\$[\s\S]*?\$\$/g, '')
    .replace(/\\[<>[\]!]/g, '');
}
