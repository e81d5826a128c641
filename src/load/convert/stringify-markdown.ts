/** Markdown's tree -> its text, with what Markdown would read otherwise escaped. */
import type { Root } from 'mdast';
import remarkGfm from 'remark-gfm';
import remarkMath from 'remark-math';
import remarkStringify, { type Options } from 'remark-stringify';
import { unified } from 'unified';

export const markdownStyle: Options = {
  bullet: '-',
  emphasis: '*',
  fences: true,
  rule: '-',
  listItemIndent: 'one',
};

const processor = unified().use(remarkGfm).use(remarkMath).use(remarkStringify, markdownStyle);

/** Lines end in `\n`, and so does the text. */
export function stringifyMarkdown(root: Root): string {
  return processor.stringify(root);
}
