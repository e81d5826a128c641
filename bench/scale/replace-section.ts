/**
 * A Markdown text with one of its sections (from its heading to the next of the same level) in other
 * words; at the end where there is none yet.
 */
export function replaceSection(text: string, heading: string, section: string): string {
  const at = `\n${text}`.indexOf(`\n${heading}\n`);
  if (at === -1) return `${text.trimEnd()}\n\n${section.trimEnd()}\n`;
  const level = /^#+ /.exec(heading)![0];
  const next = text.indexOf(`\n${level}`, at + heading.length);
  const rest = next === -1 ? '' : `\n${text.slice(next + 1)}`;
  return `${text.slice(0, at)}${section.trimEnd()}\n${rest}`;
}
