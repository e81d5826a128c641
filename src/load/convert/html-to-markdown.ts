/**
 * HTML -> Markdown of headings, paragraphs, lists, tables, code and formulas. Links keep their words
 * alone and images go: nothing of a foreign file may lead a reader elsewhere.
 */
import type { Element } from 'hast';
import rehypeParse from 'rehype-parse';
import rehypeRemark, { type Options } from 'rehype-remark';
import { unified } from 'unified';
import { stringifyMarkdown } from './stringify-markdown.ts';
import { tidyHtml } from './tidy-html.ts';

type Handle = NonNullable<Options['handlers']>[string];

const keepChildren: Handle = (state, node: Element) => state.all(node);

/** By then a formula is its TeX. */
const formula: Handle = (_, node: Element) => {
  const [tex] = node.children;
  return tex?.type === 'text' ? { type: 'inlineMath', value: tex.value } : undefined;
};

const parser = unified().use(rehypeParse, { fragment: true });
const converter = unified().use(rehypeRemark, {
  handlers: { a: keepChildren, form: keepChildren, math: formula },
});

/** Lines end in `\n`, and so does the text. */
export function htmlToMarkdown(html: string): string {
  return stringifyMarkdown(converter.runSync(tidyHtml(parser.parse(html))));
}
