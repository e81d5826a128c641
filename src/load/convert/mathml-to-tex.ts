/** Presentation MathML -> TeX of the parts that most formulas need. */

/** An element of a formula, of whatever parser: strings are its text. */
export interface FormulaNode {
  /** Without its prefix. */
  readonly name: string;
  readonly children: readonly (FormulaNode | string)[];
}

const signs: Readonly<Record<string, string>> = {
  '∑': '\\sum',
  '∏': '\\prod',
  '∫': '\\int',
  '∞': '\\infty',
  '√': '\\sqrt',
  '≤': '\\le ',
  '≥': '\\ge ',
  '≠': '\\ne ',
  '±': '\\pm ',
  '×': '\\times ',
  '⋅': '\\cdot ',
  '∂': '\\partial ',
  '∇': '\\nabla ',
  '→': '\\to ',
  '∈': '\\in ',
  '−': '-',
  '\u2061': '',
  '\u2062': '',
  '\u2063': '',
};

export function mathmlToTex(node: FormulaNode | string): string {
  if (typeof node === 'string') return texOfSigns(node.replace(/\s+/g, ' ').trim());
  const parts = node.children.filter((child) => typeof child !== 'string' || child.trim() !== '');
  const tex = (at: number): string => (parts[at] === undefined ? '' : mathmlToTex(parts[at]));
  const all = () => parts.map(mathmlToTex).join('');
  switch (node.name) {
    case 'mfrac':
      return `\\frac{${tex(0)}}{${tex(1)}}`;
    case 'msqrt':
      return `\\sqrt{${all()}}`;
    case 'mroot':
      return `\\sqrt[${tex(1)}]{${tex(0)}}`;
    case 'msup':
    case 'mover':
      return `${tex(0)}^${braced(tex(1))}`;
    case 'msub':
    case 'munder':
      return `${tex(0)}_${braced(tex(1))}`;
    case 'msubsup':
    case 'munderover':
      return `${tex(0)}_${braced(tex(1))}^${braced(tex(2))}`;
    case 'mtable':
      return `\\begin{matrix}${parts.map(mathmlToTex).join('\\\\')}\\end{matrix}`;
    case 'mtr':
      return parts.map(mathmlToTex).join('&');
    case 'mtext':
      return `\\text{${textOf(node)}}`;
    case 'mspace':
      return ' ';
    case 'annotation':
    case 'annotation-xml':
      return '';
    default:
      return all();
  }
}

function braced(tex: string): string {
  return `{${tex}}`;
}

/** One sign after another, as TeX writes it. */
export function texOfSigns(text: string): string {
  return [...text.normalize('NFKC')]
    .map((sign) => signs[sign] ?? (/[{}#%$&]/.test(sign) ? `\\${sign}` : sign))
    .join('');
}

function textOf({ children }: FormulaNode): string {
  return children.map((child) => (typeof child === 'string' ? child : textOf(child))).join('');
}
