/** The plugins of the page's Markdown up to the marks, without React. */
import type { Element, Nodes, Root } from 'hast';
import remarkMath from 'remark-math';
import remarkParse from 'remark-parse';
import remarkRehype from 'remark-rehype';
import { unified } from 'unified';
import { type MarkedSpan, markSpans } from '../../../../web/src/markdown/mark-spans.ts';
import { remarkNotes } from '../../../../web/src/markdown/remark-notes.ts';

export function markedTree(source: string, spans: readonly MarkedSpan[]): Root {
  const chain = unified()
    .use(remarkParse)
    .use(remarkNotes)
    .use(remarkMath)
    .use(remarkRehype, { allowDangerousHtml: true })
    .use(markSpans, { source, spans });
  return chain.runSync(chain.parse(source)) as Root;
}

export function textOf(node: Nodes): string {
  if ('children' in node) return node.children.map(textOf).join('');
  return 'value' in node ? node.value : '';
}

/** What is marked, by name; what stands in a mark of several names counts for each. */
export function marksOf(tree: Root): Map<string, string> {
  const marks = new Map<string, string>();
  const visit = (node: Nodes): void => {
    const names = node.type === 'element' ? nameOf(node) : '';
    for (const name of names.split(' ').filter(Boolean)) {
      marks.set(name, (marks.get(name) ?? '') + textOf(node));
    }
    if (names === '' && 'children' in node) node.children.forEach(visit);
  };
  visit(tree);
  return marks;
}

function nameOf({ properties }: Element): string {
  return typeof properties['dataName'] === 'string' ? properties['dataName'] : '';
}
