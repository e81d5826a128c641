/**
 * Text of a model -> text that can be shown: tags, links, addresses, emphasis and invented markers
 * are out. Formulas and code between backticks keep their characters.
 */

/** Stands for a quotation taken out of the text; stripped from what the model writes. */
export const quotePlace = '\ue000';

const entities: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: ' ',
  '#39': "'",
  '#34': '"',
  '#x27': "'",
};
const tag = /<\/?[a-z][a-z0-9-]*(?:[\s/][^<>]*)?>|<[!?][^<>]*>/gi;
const kept = /(\$\$[^$]+\$\$|(?<![\\$\w])\$[^$\n]+\$(?![\w$])|`[^`\n]+`)/;
const dangerousCommand = /\\(?:href|url|includegraphics|html[A-Za-z]*)\b/g;

/** Plain text on one line. */
export function plainClaim(text: string): string {
  // The characters of formulas are put aside, so that `x[1]` or `a*b` in one is not read as markup.
  const aside: string[] = [];
  const withPlaces = text
    .replace(/[\ue001-\uf8ff]/g, '')
    .split(kept)
    .map((part, at) => (at % 2 === 1 ? `\ue001${aside.push(part) - 1}\ue002` : part))
    .join('');
  return plainProse(withPlaces)
    .replace(/\ue001(\d+)\ue002/g, (_, index: string) => plainSymbols(aside[Number(index)] ?? ''))
    .replace(/\s+/g, ' ')
    .trim();
}

/** A displayed formula, its marks included, in which nothing can be taken for a tag or a link. */
export function plainFormula(text: string): string {
  return plainSymbols(text).trim();
}

/** Words of a quotation as the model claims them, without quotation marks around them. */
export function plainQuote(text: string): string {
  const words = decode(text)
    .replace(tag, '')
    .replace(/[\ue000-\uf8ff]/g, '')
    .trim();
  return /^["“”][^"“”]*["“”]$/.test(words) ? words.slice(1, -1).trim() : words;
}

function plainProse(text: string): string {
  let plain = text;
  // Taking markup away can put new markup together; a few rounds settle all but the contrived.
  for (let round = 0; round < 8; round += 1) {
    const next = strip(plain);
    // An opened tag that nothing closes could still swallow what another program puts after it.
    if (next === plain) return next.replace(/<(?=[A-Za-z/!?])/g, '< ');
    plain = next;
  }
  return plain.replace(/[<>[\]]/g, ' ');
}

function strip(text: string): string {
  return decode(text)
    .replace(/<((?:https?:\/\/|mailto:|www\.)[^<>\s]*)>/gi, '')
    .replace(tag, '')
    .replace(/!?\[([^[\]]*)\]\s?\([^()]*(?:\([^()]*\)[^()]*)*\)/g, '$1')
    .replace(/^\s*\[[^[\]]+\]:\s*\S.*$/g, '')
    .replace(/\[\^[^[\]]*\]|【[^】]*】/g, '')
    .replace(/\s*\[\d{1,3}\]|\s*\[[1-9]\d{0,2}(?:\s*[,;–-]\s*[1-9]\d{0,2})+\]/g, '')
    .replace(/!?\[([^[\]]+)\]\s?\[[^[\]]*\]/g, '$1')
    .replace(/!(?=\[)/g, '')
    .replace(
      /(?:\b(?:https?|ftp):\/\/|\bwww\.|\b(?:javascript|data|mailto):(?=\S))[^\s<>()]*/gi,
      '',
    )
    .replace(/(\*\*|__)(?=\S)([\s\S]*?\S)\1/g, '$2')
    .replace(/(?<![\w*])\*(?=\S)([^*\n]*\S)\*(?![\w*])/g, '$1')
    .replace(/(?<![\w_])_(?=\S)([^_\n]*\S)_(?![\w_])/g, '$1')
    .replace(/\*\*/g, '');
}

function plainSymbols(text: string): string {
  return text.replace(dangerousCommand, '').replace(/<(?=[A-Za-z/!?])/g, '< ');
}

function decode(text: string): string {
  return text.replace(
    /&(amp|lt|gt|quot|apos|nbsp|#39|#34|#x27);/gi,
    (whole, name: string) => entities[name.toLowerCase()] ?? whole,
  );
}
