/** Text of notes and askers -> Markdown that shows it and stays in its place. */

/** Characters that mean something inside a line of Markdown (with tables, formulas, footnotes). */
const special = /[\\`*_{}[\]<>#|~$&^]/g;
/** What would open a list, a heading underline or a definition at the start of a line. */
const opening = /^(?:[-+=:]|\d{1,9}(?=[.)]))/;
/** A code span, or a formula in the form that is not taken for two prices. */
const verbatim = /(?<![`\\])`[^`]+`(?!`)|(?<![$\\])\$(?![\s$])(?:[^$`]*[^\s$`])?\$(?![\d$])/g;
/** In a formula: what a reader without formulas would take for HTML, a link or a footnote. */
const unsafeFormula = /<[a-z!?/]|\[\^|\][([:]|`|:\/\//i;

/** One line in which nothing is interpreted: `a\n*b* [^1]` -> `a \*b\* \[\^1\]`. */
export function escapeMarkdown(text: string): string {
  return escapeStart(toLine(text));
}

/** One line in which code spans and harmless formulas are kept, and nothing else is interpreted. */
export function inlineMarkdown(text: string): string {
  const line = toLine(text);
  let [markdown, from] = ['', 0];
  const escapeTo = (end: number) =>
    from === 0 ? escapeStart(line.slice(0, end)) : escapeInside(line.slice(from, end));
  for (const match of line.matchAll(verbatim)) {
    if (match[0].startsWith('$') && unsafeFormula.test(match[0])) continue;
    markdown += escapeTo(match.index) + match[0];
    from = match.index + match[0].length;
  }
  return markdown + escapeTo(line.length);
}

/** A displayed formula as it is, in the form `$$ … $$` of one line; escaped where it is not a harmless one. */
export function formulaMarkdown(text: string): string {
  const line = toLine(text);
  const inner = /^\$\$(.+)\$\$$/.exec(line)?.[1]?.trim();
  if (inner === undefined || inner === '' || inner.includes('$$') || unsafeFormula.test(inner)) {
    return inlineMarkdown(line);
  }
  return opening.test(inner) || /^[*#>~|]/.test(inner) ? `$$ ${inner} $$` : `$$\n${inner}\n$$`;
}

function escapeInside(line: string): string {
  return line.replace(special, '\\$&');
}

function escapeStart(line: string): string {
  return escapeInside(line).replace(opening, (start) =>
    /\d/.test(start) ? `${start}\\` : `\\${start}`,
  );
}

function toLine(text: string): string {
  return text.replace(/[\s\p{Cc}]+/gu, ' ').trim();
}
