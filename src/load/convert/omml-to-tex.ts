/** Formulas of Office files -> TeX of the parts that most formulas need. */
import { texOfSigns } from './mathml-to-tex.ts';
import { textOf, type XmlElement } from './parse-xml.ts';

/** @param node `m:oMath`, or what stands in it */
export function ommlToTex(node: XmlElement | string): string {
  if (typeof node === 'string') return '';
  const child = (name: string): string => {
    const found = node.children.find((part) => typeof part !== 'string' && part.name === name);
    return found === undefined ? '' : ommlToTex(found);
  };
  const every = (name: string): string[] =>
    node.children.flatMap((part) =>
      typeof part !== 'string' && part.name === name ? [ommlToTex(part)] : [],
    );
  switch (node.name) {
    case 't':
      return texOfSigns(textOf(node));
    case 'f':
      return `\\frac{${child('num')}}{${child('den')}}`;
    case 'rad': {
      const degree = child('deg');
      return `\\sqrt${degree === '' ? '' : `[${degree}]`}{${child('e')}}`;
    }
    case 'sSup':
      return `${child('e')}^{${child('sup')}}`;
    case 'sSub':
      return `${child('e')}_{${child('sub')}}`;
    case 'sSubSup':
      return `${child('e')}_{${child('sub')}}^{${child('sup')}}`;
    case 'nary': {
      const [sub, sup] = [child('sub'), child('sup')];
      const sign = texOfSigns(propertyOf(node, 'naryPr', 'chr') ?? '∫');
      return `${sign}${sub && `_{${sub}}`}${sup && `^{${sup}}`} ${child('e')}`;
    }
    case 'limLow':
      return `${child('e')}_{${child('lim')}}`;
    case 'limUpp':
      return `${child('e')}^{${child('lim')}}`;
    case 'd': {
      const begin = propertyOf(node, 'dPr', 'begChr') ?? '(';
      return `${begin}${every('e').join(',')}${propertyOf(node, 'dPr', 'endChr') ?? ')'}`;
    }
    case 'm':
      return `\\begin{matrix}${every('mr').join('\\\\')}\\end{matrix}`;
    case 'mr':
      return every('e').join('&');
    case 'bar':
      return `\\bar{${child('e')}}`;
    case 'eqArr':
      return every('e').join(' \\\\ ');
    default:
      return node.children.map(ommlToTex).join('');
  }
}

function propertyOf(node: XmlElement, properties: string, name: string): string | undefined {
  const named = (parent: XmlElement | undefined, wanted: string): XmlElement | undefined =>
    parent?.children.find(
      (part): part is XmlElement => typeof part !== 'string' && part.name === wanted,
    );
  return named(named(node, properties), name)?.attributes.get('val');
}
