/**
 * HTML -> Markdown of headings, paragraphs, lists, tables, code and formulas. Links keep their words
 * alone and images go: nothing of a foreign file may lead a reader elsewhere.
 */
import type { Element } from 'hast';
import rehypeParse from 'rehype-parse';
import rehypeRemark, { type Options } from 'rehype-remark';
import { unified } from 'unified';
import { stringifyMarkdown } from './stringify-markdown.ts';

type Handle = NonNullable<Options['handlers']>[string];

const drop: Handle = () => undefined;
const keepChildren: Handle = (state, node: Element) => state.all(node);

/** TeX stands in an annotation beside what a browser draws of a formula. */
const formula: Handle = (state, node: Element) => {
  const tex = texOf(node);
  return tex === undefined ? state.all(node) : { type: 'inlineMath', value: tex };
};

const dropped = [
  'img',
  'svg',
  'video',
  'audio',
  'iframe',
  'object',
  'embed',
  'canvas',
  'input',
  'button',
  'select',
  'textarea',
  'base',
];

const processor = unified()
  .use(rehypeParse, { fragment: true })
  .use(rehypeRemark, {
    handlers: {
      ...Object.fromEntries(dropped.map((tag) => [tag, drop])),
      a: keepChildren,
      form: keepChildren,
      math: formula,
    },
  });

/** Lines end in `\n`, and so does the text. */
export function htmlToMarkdown(html: string): string {
  return stringifyMarkdown(processor.runSync(processor.parse(html)));
}

function texOf(node: Element): string | undefined {
  for (const child of node.children) {
    if (child.type !== 'element') continue;
    if (child.tagName === 'annotation' && child.properties['encoding'] === 'application/x-tex') {
      const [text] = child.children;
      return text?.type === 'text' ? text.value.trim() : undefined;
    }
    const inside = texOf(child);
    if (inside !== undefined) return inside;
  }
  return undefined;
}
