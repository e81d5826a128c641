/** Markdown's tree -> its text, with what Markdown would read otherwise escaped. */
import type { Root } from 'mdast';
import remarkGfm from 'remark-gfm';
import remarkMath from 'remark-math';
import remarkStringify, { type Options } from 'remark-stringify';
import { unified } from 'unified';

type TextHandle = NonNullable<NonNullable<Options['handlers']>['text']>;

/** The text is quoted as it stands, so no sign is escaped that could be read one way only. */
const text: TextHandle = (node, _parent, state, info) =>
  state
    .safe(node.value, info)
    // A bracket leads somewhere only where a target follows: there are no definitions.
    .replace(/\\\[([^[\]\n]*)\](?=[^(:[\]\\])/g, '[$1]')
    .replace(/(?<=[\p{L}\p{N}])\\_(?=[\p{L}\p{N}])/gu, '_');

export const markdownStyle: Options = {
  bullet: '-',
  emphasis: '*',
  fences: true,
  rule: '-',
  listItemIndent: 'one',
  handlers: { text },
};

const processor = unified()
  // Columns in line would cost as much space as their longest cell, in every row.
  .use(remarkGfm, { tablePipeAlign: false })
  .use(remarkMath)
  .use(remarkStringify, markdownStyle);

/** Lines end in `\n`, and so does the text. */
export function stringifyMarkdown(root: Root): string {
  return processor.stringify(root);
}
