/**
 * XML as found in packages of Office and EPUB files -> a tree, in one pass. Names lose their prefix:
 * programs choose those freely. No entity but the five of XML is known, and nothing is fetched.
 */
import { UserInputError } from '../../errors.ts';

export interface XmlElement {
  /** Without its prefix. */
  readonly name: string;
  /** By name without prefix. */
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: readonly XmlNode[];
}

export type XmlNode = XmlElement | string;

interface Growing extends XmlElement {
  readonly children: XmlNode[];
}

/** No file that a program wrote comes near; what exceeds them is made to exhaust a reader. */
export const xmlCaps = { elements: 400_000, depth: 500 } as const;

const none: ReadonlyMap<string, string> = new Map();
const markup =
  /<!--[\s\S]*?(?:-->|$)|<!\[CDATA\[([\s\S]*?)(?:\]\]>|$)|<[?!][^>]*>?|<\/[^>]*>|<([^\s/>]+)((?:"[^"]*"|'[^']*'|[^"'<>])*)>|<[\s\S]?/g;
const attribute = /([^\s=]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g;

/**
 * The root, which holds all top-level elements. What is not well-formed is read as far as it goes.
 *
 * @throws UserInputError when it has more or deeper elements than {@link xmlCaps}
 */
export function parseXml(bytes: Uint8Array): XmlElement {
  const text = decodeXml(bytes);
  const root: Growing = { name: '', attributes: none, children: [] };
  const open = [root];
  let elements = 0;
  let from = 0;
  const addText = (raw: string) => {
    if (raw !== '') open.at(-1)!.children.push(raw);
  };
  for (const found of text.matchAll(markup)) {
    addText(withoutEntities(text.slice(from, found.index)));
    from = found.index + found[0].length;
    const [whole, quoted, name, rest = ''] = found;
    if (quoted !== undefined) addText(quoted);
    else if (whole.startsWith('</')) closeElement(open, bareName(whole.slice(2, -1).trim()));
    else if (name !== undefined) {
      elements += 1;
      if (elements > xmlCaps.elements || open.length > xmlCaps.depth) throw tooMuch();
      const element: Growing = {
        name: bareName(name),
        attributes: readAttributes(rest),
        children: [],
      };
      open.at(-1)!.children.push(element);
      if (!rest.endsWith('/')) open.push(element);
    }
  }
  addText(withoutEntities(text.slice(from)));
  return root;
}

/**
 * Looks at the tags alone, for readers that would build a tree without limits.
 *
 * @throws UserInputError when there are more or deeper elements than {@link xmlCaps}
 */
export function checkXml(text: string): void {
  let elements = 0;
  let depth = 0;
  for (const [whole, , name] of text.matchAll(markup)) {
    if (whole.startsWith('</')) depth -= 1;
    else if (name !== undefined) {
      elements += 1;
      if (!whole.endsWith('/>')) depth += 1;
    }
    if (elements > xmlCaps.elements || depth > xmlCaps.depth) throw tooMuch();
  }
}

/** Elements of these names at any depth, in document order. */
export function descendants(element: XmlElement, ...names: readonly string[]): XmlElement[] {
  const found: XmlElement[] = [];
  const visit = ({ children }: XmlElement) => {
    for (const child of children) {
      if (typeof child === 'string') continue;
      if (names.includes(child.name)) found.push(child);
      visit(child);
    }
  };
  visit(element);
  return found;
}

export function textOf({ children }: XmlElement): string {
  return children.map((child) => (typeof child === 'string' ? child : textOf(child))).join('');
}

/** In UTF-8 or UTF-16 by its mark, else in what its declaration says. */
export function decodeXml(bytes: Uint8Array): string {
  return new TextDecoder(encodingOf(bytes)).decode(bytes);
}

function encodingOf(bytes: Uint8Array): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le';
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be';
  const head = Buffer.from(bytes.subarray(0, 200)).toString('latin1');
  const declared = /^\s*<\?xml[^>]*\bencoding\s*=\s*["']([\w.:-]+)["']/.exec(head)?.[1];
  try {
    return new TextDecoder(declared ?? 'utf-8').encoding;
  } catch {
    return 'utf-8';
  }
}

/** An end without its beginning is passed over. */
function closeElement(open: { name: string }[], name: string): void {
  for (let at = open.length - 1; at > 0; at -= 1) {
    if (open[at]!.name !== name) continue;
    open.length = at;
    return;
  }
}

function readAttributes(text: string): ReadonlyMap<string, string> {
  if (!text.includes('=')) return none;
  const attributes = new Map<string, string>();
  for (const [, name, double, single] of text.matchAll(attribute)) {
    // `r:id` beside `id`: the one with a prefix is the one that leads somewhere.
    if (name!.startsWith('xmlns')) continue;
    const bare = bareName(name!);
    if (name !== bare) attributes.set(name!, withoutEntities(double ?? single ?? ''));
    if (name === bare || !attributes.has(bare)) {
      attributes.set(bare, withoutEntities(double ?? single ?? ''));
    }
  }
  return attributes;
}

function bareName(name: string): string {
  return name.slice(name.indexOf(':') + 1);
}

const entities: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
};

function withoutEntities(text: string): string {
  if (!text.includes('&')) return text;
  return text.replace(/&(?:#(\d{1,7})|#x([\da-f]{1,6})|(\w+));/gi, (whole, decimal, hex, name) => {
    if (name !== undefined) return entities[name] ?? whole;
    const code = decimal === undefined ? Number.parseInt(hex, 16) : Number(decimal);
    return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : '';
  });
}

function tooMuch(): UserInputError {
  return new UserInputError(
    `holds more than ${xmlCaps.elements} elements, or deeper ones than ${xmlCaps.depth}; split it, or save it again`,
  );
}
