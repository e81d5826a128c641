/** Formulas, set by KaTeX within a strict Content-Security-Policy. Loaded when a text first has one. */
import type { Element, ElementContent, Root } from 'hast';
import katex from 'katex';
import type { PluggableList } from 'unified';
import 'katex/dist/katex.min.css';

/** Fonts are fetched first: text set with them would move when they arrive. */
export async function mathPlugins(): Promise<PluggableList> {
  const sizes = [1, 2, 3, 4].map((size) => `KaTeX_Size${size}`);
  const faces = ['KaTeX_Main', 'italic 1em KaTeX_Math', 'KaTeX_AMS', ...sizes];
  await Promise.allSettled(
    faces.map((face) => document.fonts.load(face.includes(' ') ? face : `1em ${face}`)),
  );
  return [setFormulas];
}

/** rehype plugin: the formulas that remark-math found become KaTeX's elements. */
function setFormulas() {
  return (tree: Root): void => {
    tree.children = tree.children.flatMap((child) => setIn(child as ElementContent));
  };
}

function setIn(node: ElementContent): ElementContent[] {
  if (node.type !== 'element') return [node];
  const [code] = node.children;
  if (node.tagName === 'pre' && code?.type === 'element' && isFormula(code)) {
    return setFormula(code, true) ?? [node];
  }
  if (isFormula(node)) return setFormula(node, false) ?? [node];
  return [{ ...node, children: node.children.flatMap(setIn) }];
}

function isFormula({ tagName, properties }: Element): boolean {
  const names = properties['className'];
  return tagName === 'code' && Array.isArray(names) && names.includes('language-math');
}

/** Undefined where KaTeX cannot set it, so that its source stays shown. */
function setFormula(code: Element, displayMode: boolean): ElementContent[] | undefined {
  const source = code.children.map((child) => (child.type === 'text' ? child.value : '')).join('');
  try {
    const markup = katex.renderToString(source.trim(), {
      displayMode,
      throwOnError: true,
      strict: 'ignore',
      trust: false,
      maxExpand: 500,
      maxSize: 20,
    });
    // As XML: the policy forbids style attributes that are parsed as HTML, even when never shown.
    const { documentElement } = new DOMParser().parseFromString(markup, 'application/xml');
    if (documentElement.querySelector('parsererror') !== null) return undefined;
    const formula = elementOf(documentElement);
    if (displayMode) {
      // It scrolls where it is wider than the text.
      Object.assign(formula.properties, { tabIndex: 0, role: 'group', ariaLabel: 'Formula' });
    }
    return [formula];
  } catch {
    return undefined;
  }
}

function elementOf(element: globalThis.Element): Element {
  const properties = Object.fromEntries(
    [...element.attributes].map(({ name, value }) => [name, value]),
  );
  return {
    type: 'element',
    tagName: element.tagName,
    properties,
    children: [...element.childNodes].flatMap((child): ElementContent[] => {
      if (child instanceof globalThis.Element) return [elementOf(child)];
      return [{ type: 'text', value: child.textContent ?? '' }];
    }),
  };
}
