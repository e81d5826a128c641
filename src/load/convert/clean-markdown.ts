/** Markdown of others -> the same without raw HTML, links and images. */
import type { Nodes, PhrasingContent, Root, RootContent } from 'mdast';
import remarkGfm from 'remark-gfm';
import remarkMath from 'remark-math';
import remarkParse from 'remark-parse';
import { unified } from 'unified';
import { htmlToMarkdown } from './html-to-markdown.ts';
import { stringifyMarkdown } from './stringify-markdown.ts';

const parser = unified().use(remarkParse).use(remarkGfm).use(remarkMath);
const gone = new Set(['image', 'imageReference', 'definition', 'footnoteReference']);

/** Words alone come back as they are. */
export function cleanMarkdown(markdown: string): string {
  if (!/[^\p{L}\p{N}\s,;?]/u.test(markdown) && !/[\n\t]|^\s/.test(markdown)) return markdown;
  const root: Root = parser.parse(markdown);
  cleanChildren(root);
  return stringifyMarkdown(root);
}

function cleanChildren(node: Nodes): void {
  if (!('children' in node)) return;
  const isRoot = node.type === 'root' || node.type === 'listItem' || node.type === 'blockquote';
  const children = (node.children as RootContent[]).flatMap((child): RootContent[] => {
    if (gone.has(child.type)) return [];
    if (child.type === 'html') return isRoot ? wordsOf(child.value) : [];
    cleanChildren(child);
    if (child.type === 'link' || child.type === 'linkReference') return child.children;
    if (child.type === 'footnoteDefinition') return child.children;
    return [child];
  });
  (node as { children: RootContent[] }).children = joined(children);
}

/** A block of HTML as the Markdown that it shows. */
function wordsOf(html: string): RootContent[] {
  const root: Root = parser.parse(htmlToMarkdown(html));
  cleanChildren(root);
  return root.children;
}

/** Neighbouring texts as one, so that signs are escaped only where they must be. */
function joined(children: readonly RootContent[]): RootContent[] {
  const out: (RootContent | PhrasingContent)[] = [];
  for (const child of children) {
    const last = out.at(-1);
    if (last?.type === 'text' && child.type === 'text') last.value += child.value;
    else out.push(child);
  }
  return out as RootContent[];
}
