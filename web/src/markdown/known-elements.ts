/** rehype plugin: what Markdown of notes and models may become on the page, and nothing else. */
import type { Element, ElementContent, Root } from 'hast';

const known = new Set(
  'p strong em del code pre blockquote ul ol li table thead tbody tr th td h1 h2 h3 h4 h5 h6 hr br a img input mark div sup section span'.split(
    ' ',
  ),
);

/** Unwraps unknown elements, of which the text stays. Ids fall away: they could meet the page's own. */
export function knownElements() {
  return (tree: Root): void => {
    tree.children = keep(tree.children) as Root['children'];
  };
}

function keep(children: readonly (ElementContent | Root['children'][number])[]): unknown[] {
  return children.flatMap((child): unknown[] => {
    if (child.type !== 'element') return [child];
    const inner = keep(child.children) as Element['children'];
    if (!known.has(child.tagName)) return inner;
    const { id: _id, ...properties } = child.properties;
    return [{ ...child, properties, children: inner }];
  });
}
