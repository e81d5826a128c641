/** Typing errors as people make them, the same for the same question: for the robustness figures. */
import { seededRandom } from './metrics.ts';

const neighbours: Readonly<Record<string, string>> = {
  a: 'sq',
  b: 'vn',
  c: 'xv',
  d: 'sf',
  e: 'wr',
  f: 'dg',
  g: 'fh',
  h: 'gj',
  i: 'uo',
  j: 'hk',
  k: 'jl',
  l: 'k',
  m: 'n',
  n: 'bm',
  o: 'ip',
  p: 'o',
  q: 'w',
  r: 'et',
  s: 'ad',
  t: 'ry',
  u: 'yi',
  v: 'cb',
  w: 'qe',
  x: 'zc',
  y: 'tu',
  z: 'x',
};
/** Shorter words are rarely mistyped, and are too ambiguous once they are. */
const minLetters = 5;

/** One error in each of the two longest words: a letter swapped, dropped, doubled or missed. */
export function withTypingErrors(question: string): string {
  const random = seededRandom(
    [...question].reduce((sum, letter) => (Math.imul(sum, 31) + letter.charCodeAt(0)) | 0, 7),
  );
  const longest = [...new Set(question.match(/[A-Za-z]+/g) ?? [])]
    .filter((word) => word.length >= minLetters && word !== word.toUpperCase())
    .sort((left, right) => right.length - left.length || (left < right ? -1 : 1))
    .slice(0, 2);
  return longest.reduce((text, word) => text.replace(word, mistype(word, random)), question);
}

function mistype(word: string, random: () => number): string {
  const at = 1 + Math.floor(random() * (word.length - 2));
  const before = word.slice(0, at);
  const letter = word[at]!;
  const after = word.slice(at + 1);
  const kind = Math.floor(random() * 4);
  if (kind === 0) return before + after[0] + letter + after.slice(1);
  if (kind === 1) return before + after;
  if (kind === 2) return before + letter + letter + after;
  const near = neighbours[letter.toLowerCase()] ?? letter;
  return before + near[Math.floor(random() * near.length)] + after;
}
