/**
 * A tree of HTML -> one that becomes readable Markdown: what is not to be read goes, formulas become
 * TeX, tables that only lay out are opened, marks of footnotes leave the sentences whole.
 */
import type { Element, ElementContent, Parents, Root } from 'hast';
import { type FormulaNode, mathmlToTex } from './mathml-to-tex.ts';

const dropped = new Set(
  'img picture svg video audio iframe object embed canvas input button select textarea base script style template noscript head title link meta frame map applet param source track dialog'.split(
    ' ',
  ),
);
const blocks = new Set(
  'p div h1 h2 h3 h4 h5 h6 ul ol li dl dt dd pre blockquote table thead tbody tfoot tr td th caption section article aside figure figcaption hr address header footer main details summary br'.split(
    ' ',
  ),
);
/** Targets of links that lead to a note below the text, in the ways of many programs. */
const noteTarget = /^#(?:_?fn|footnote|_?ftn|endnote|_?edn|sdfootnote|_?footnotedef|note)/i;
const backLink = /^[\s[(]*(?:[↩↑↵⤴⏎^¶§#]|\ufe0e)+[\s\])]*$/;

/** @returns the same tree, changed */
export function tidyHtml(root: Root): Root {
  tidyChildren(root);
  return root;
}

function tidyChildren(parent: Parents): void {
  const children: ElementContent[] = [];
  let lost = false;
  for (const child of parent.children) {
    if (child.type === 'element') {
      const kept = tidied(child);
      lost = kept.length === 0;
      children.push(...kept);
    } else if (child.type === 'text') {
      const value = plainSpaces(child.value);
      const last = children.at(-1);
      // What stood between the words and their full stop has gone.
      if (lost && last?.type === 'text' && /^[.,;:!?]/.test(value)) {
        last.value = last.value.trimEnd();
      }
      children.push({ ...child, value });
      lost = false;
    }
  }
  parent.children = children;
}

/** Spaces that keep a line together, and hyphens that may part a word, would hide words from a search. */
function plainSpaces(text: string): string {
  return text.replace(/\u00a0/g, ' ').replace(/[\u00ad\u200b\ufeff]/g, '');
}

function tidied(element: Element): ElementContent[] {
  const { tagName } = element;
  if (dropped.has(tagName) || isHidden(element)) return [];
  if (tagName === 'math') return formulaOf(texOf(element) ?? mathmlToTex(formulaNode(element)));
  const typeset = typesetBy(element);
  if (typeset !== undefined) return formulaOf(typeset);
  if (isNoteMark(element)) return [];
  if (tagName === 'div' || tagName === 'figure') handDownLanguage(element);
  tidyChildren(element);
  if (tagName === 'sup' || tagName === 'sub') return raised(element);
  if (/^h[1-6]$/.test(tagName)) element.children = inOneLine(element);
  if (tagName === 'pre') tellLanguage(element);
  if (tagName === 'ul' || tagName === 'ol') element.children = withListsInItems(element);
  if (tagName === 'table') return tidyTable(element);
  if (tagName === 'a') return element.children;
  return [element];
}

function isHidden({ properties }: Element): boolean {
  const { hidden, style } = properties;
  if (hidden !== undefined && hidden !== null && hidden !== false) return true;
  if (/display\s*:\s*none|visibility\s*:\s*hidden/i.test(String(style ?? ''))) return true;
  // Drawn for the eye; what is meant stands beside it as MathML.
  return classesOf(properties).some((name) =>
    /^(?:katex-html|MathJax_Preview|fn-bracket)$/.test(name),
  );
}

function classesOf({ className }: Element['properties']): string[] {
  return Array.isArray(className) ? className.map(String) : [];
}

function texOf(element: Element): string | undefined {
  for (const child of element.children) {
    if (child.type !== 'element') continue;
    if (child.tagName === 'annotation' && child.properties['encoding'] === 'application/x-tex') {
      return textOf(child).trim();
    }
    const inside = texOf(child);
    if (inside !== undefined) return inside;
  }
  return undefined;
}

function formulaNode(element: Element): FormulaNode {
  return {
    name: element.tagName,
    children: element.children.flatMap((child): (FormulaNode | string)[] =>
      child.type === 'element' ? [formulaNode(child)] : child.type === 'text' ? [child.value] : [],
    ),
  };
}

/** TeX that a script in the page would have set: `\(x\)`, `\[x\]`, in an element made for it. */
function typesetBy(element: Element): string | undefined {
  if (!classesOf(element.properties).some((name) => /^(?:math|arithmatex)$/.test(name))) {
    return undefined;
  }
  const tex = /^\s*\\([([])([\s\S]*)\\[)\]]\s*$/.exec(textOf(element));
  return tex?.[2]?.trim();
}

function formulaOf(tex: string): ElementContent[] {
  const line = tex.replace(/\s+/g, ' ').trim();
  if (line === '') return [];
  return [
    {
      type: 'element',
      tagName: 'math',
      properties: {},
      children: [{ type: 'text', value: line }],
    },
  ];
}

/** The number of a note, or the arrow that leads back from it: neither is part of the sentence. */
function isNoteMark(element: Element): boolean {
  const { tagName, properties } = element;
  if (tagName === 'sup' || tagName === 'span') {
    const [only, ...more] = element.children.filter(
      (child) => child.type !== 'text' || child.value.trim() !== '',
    );
    return (
      more.length === 0 && only?.type === 'element' && only.tagName === 'a' && isNoteMark(only)
    );
  }
  if (tagName !== 'a') return false;
  const href = String(properties['href'] ?? '');
  const text = textOf(element);
  if (backLink.test(text)) return true;
  const isReference =
    noteTarget.test(href) ||
    /noteref|doc-noteref|doc-backlink/.test(`${properties['epub:type']} ${properties['role']}`) ||
    classesOf(properties).some((name) =>
      /^(?:footnote-re(?:f|ference)|fn-?ref|sdfootnoteanc|sdfootnotesym)$/.test(name),
    );
  return isReference && /^\s*[[(]?(?:\d{1,4}|[ivxlc]{1,6}|[a-z*†‡])[\])]?[.:]?\s*$/i.test(text);
}

/** `10<sup>6</sup>` is not 106; `H<sub>2</sub>O` is read as it is written. */
function raised(element: Element): ElementContent[] {
  const text = textOf(element).trim();
  if (element.tagName === 'sub' || text === '' || /^(?:st|nd|rd|th|e|er|re|o|a|™|®)$/i.test(text)) {
    return element.children;
  }
  const simple = /^[\p{L}\p{N}+−-]+$/u.test(text);
  return [{ type: 'text', value: simple ? `^${text}` : `^(${text})` }];
}

function inOneLine(element: Element): ElementContent[] {
  return element.children.map((child) =>
    child.type === 'element' && child.tagName === 'br' ? { type: 'text', value: ' ' } : child,
  );
}

/** Programs name the language of code in many places; one is read further on. */
function tellLanguage(pre: Element): void {
  const inside = pre.children.find(
    (child): child is Element => child.type === 'element' && child.tagName === 'code',
  );
  const names = [...classesOf(pre.properties), ...(inside ? classesOf(inside.properties) : [])];
  const given = String(inside?.properties['dataLang'] ?? pre.properties['dataLang'] ?? '');
  const told = names
    .map((name) => /^(?:language|lang|highlight-source|sourceCode|brush:)-?(.+)$/.exec(name)?.[1])
    .find((name) => name !== undefined);
  const language = told ?? (given || languageAfter(names));
  const code: Element = {
    type: 'element',
    tagName: 'code',
    properties: language ? { className: [`language-${language}`] } : {},
    children: [{ type: 'text', value: textOf(pre).replace(/^\n/, '') }],
  };
  pre.children = [code];
}

/** Where the block around the code says what it is in, its code says so too. */
function handDownLanguage(element: Element): void {
  const language = classesOf(element.properties)
    .map((name) => /^(?:highlight-source|language|highlight)-([\w+#-]+)$/.exec(name)?.[1])
    .find((name) => name !== undefined && !/^(?:default|text|none)$/.test(name));
  if (language === undefined) return;
  for (const child of element.children) {
    if (child.type !== 'element') continue;
    if (child.tagName === 'pre') {
      const names = classesOf(child.properties);
      child.properties['className'] = [...names, `language-${language}`];
    } else if (child.tagName === 'div') {
      child.properties['className'] = [...classesOf(child.properties), `language-${language}`];
    }
  }
}

/** `sourceCode python`, `brush: js`. */
function languageAfter(names: readonly string[]): string | undefined {
  const at = names.findIndex((name) => /^(?:sourceCode|brush:|src|code)$/.test(name));
  const next = at === -1 ? undefined : names[at + 1];
  return next !== undefined && /^[a-zA-Z][\w+#.-]*$/.test(next) ? next : undefined;
}

/** A list that stands in a list, not in an item of it, belongs to the item before. */
function withListsInItems({ children }: Element): ElementContent[] {
  const items: ElementContent[] = [];
  for (const child of children) {
    const last = items.findLast((item): item is Element => item.type === 'element');
    const isList = child.type === 'element' && /^[uo]l$/.test(child.tagName);
    if (isList && last?.tagName === 'li') last.children.push(child);
    else items.push(child);
  }
  return items;
}

/** Whether a table holds what no cell can: then it lays out a page, and its cells stand one after another. */
function tidyTable(table: Element): ElementContent[] {
  const rows = rowsOf(table);
  const cells = rows.flatMap((row) => cellsOf(row));
  if (cells.length === 0) return [];
  if (cells.some((cell) => holds(cell, /^(?:h[1-6]|pre)$/)) || isNote(table)) {
    return cells.map((cell) => ({ ...cell, tagName: 'div', properties: {} }));
  }
  for (const cell of cells) cell.children = inOneCell(cell);
  const [first] = rows;
  if (first && !cells.some(({ tagName }) => tagName === 'th')) {
    for (const cell of cellsOf(first)) cell.tagName = 'th';
  }
  return [table];
}

/** An icon or word beside the text of an admonition. */
function isNote({ properties }: Element): boolean {
  return properties['role'] === 'presentation';
}

function rowsOf(table: Element): Element[] {
  return table.children.flatMap((child) => {
    if (child.type !== 'element') return [];
    if (child.tagName === 'tr') return [child];
    return /^t(?:head|body|foot)$/.test(child.tagName) ? rowsOf(child) : [];
  });
}

function cellsOf(row: Element): Element[] {
  return row.children.filter(
    (child): child is Element => child.type === 'element' && /^t[dh]$/.test(child.tagName),
  );
}

function holds(element: Element, tag: RegExp): boolean {
  return element.children.some(
    (child) => child.type === 'element' && (tag.test(child.tagName) || holds(child, tag)),
  );
}

/** Blocks of a cell in one line, a space between them. */
function inOneCell(element: Element): ElementContent[] {
  return element.children.flatMap((child): ElementContent[] => {
    if (child.type === 'text') return [{ ...child, value: child.value.replace(/\s+/g, ' ') }];
    if (child.type !== 'element') return [];
    if (!blocks.has(child.tagName)) {
      return [{ ...child, children: inOneCell(child) }];
    }
    const space = { type: 'text' as const, value: ' ' };
    return [space, ...inOneCell(child), space];
  });
}

function textOf(node: Element): string {
  return node.children
    .map((child) =>
      child.type === 'text'
        ? child.value
        : child.type === 'element'
          ? child.tagName === 'br'
            ? '\n'
            : textOf(child)
          : '',
    )
    .join('');
}
