/** Pieces of a line -> its words: spaces where there are gaps, small raised figures as such. */
import type { TextPiece } from './pdf-pieces.ts';
import { toSegment } from './pdf-segments.ts';

/** A gap of this share of the size is a space. */
const wordGap = 0.17;
/** What is smaller than the line by this factor, and off its baseline, is raised or lowered. */
const smallFactor = 0.85;
const leastShift = 0.1;

const raised: Readonly<Record<string, string>> = Object.fromEntries(
  [...'0123456789+-()n'].map((char, at) => [char, [...'⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁽⁾ⁿ'][at]!]),
);
const lowered: Readonly<Record<string, string>> = Object.fromEntries(
  [...'0123456789+-()'].map((char, at) => [char, [...'₀₁₂₃₄₅₆₇₈₉₊₋₍₎'][at]!]),
);

/** @param pieces in any order, of one line; spaces of mono lines are kept as they are */
export function joinPieces(pieces: readonly TextPiece[], isRtl: boolean, isMono: boolean): string {
  const ordered = isRtl ? rightToLeft(pieces) : [...pieces].sort((one, other) => one.x - other.x);
  const base = toSegment(pieces);
  let text = '';
  let before: TextPiece | undefined;
  for (const piece of ordered) {
    const shift = base.y - piece.y;
    const isSmall = piece.size < smallFactor * base.size;
    const isShifted = isSmall && Math.abs(shift) > leastShift * base.size;
    const own = isShifted ? shifted(piece.text, shift > 0) : piece.text;
    if (before === undefined) {
      text = own;
    } else if (isMono) {
      const width = piece.width / Math.max(1, piece.text.length);
      const gap = Math.round((piece.x - before.x - before.width) / Math.max(1, width));
      text += ' '.repeat(Math.max(0, Math.min(gap, 60))) + own;
    } else if (own !== piece.text && shift > 0 && /\p{L}{3}$/u.test(text)) {
      // The number of a note after a word: search would take both for one.
      text += `\u202f${own}`;
    } else {
      text += (isApart(before, piece, text, isRtl) ? ' ' : '') + own;
    }
    before = piece;
  }
  return isMono
    ? text.trimEnd()
    : accented(text)
        .replace(/[^\S\u202f]+/g, ' ')
        .trim();
}

/** Accents that TeX sets before a letter; in its oldest fonts they are characters of their own. */
const accents: Readonly<Record<string, string>> = {
  '´': '\u0301',
  '¨': '\u0308',
  ˆ: '\u0302',
  '˜': '\u0303',
  '˘': '\u0306',
  '˚': '\u030a',
  ˇ: '\u030c',
};

/** `'na¨ıve'` -> `'naïve'`. */
function accented(text: string): string {
  return text.replace(/([´¨ˆ˜˘˚ˇ])([\p{L}])/gu, (_, accent: string, letter: string) => {
    const base = letter === 'ı' ? 'i' : letter === 'ȷ' ? 'j' : letter;
    return (base + accents[accent]!).normalize('NFC');
  });
}

function isApart(before: TextPiece, piece: TextPiece, text: string, isRtl: boolean): boolean {
  if (/\s$/.test(text) || /^\s/.test(piece.text)) return false;
  const isBackwards = isRtl && piece.x + piece.width <= before.x + 1;
  const gap = isBackwards
    ? before.x - (piece.x + piece.width)
    : piece.x - (before.x + before.width);
  return gap > wordGap * Math.min(piece.size, before.size);
}

function shifted(text: string, isRaised: boolean): string {
  const table = isRaised ? raised : lowered;
  const chars = [...text.replace(/[−–]/g, '-')];
  const isNumber = /\d/.test(text) && chars.every((char) => char in table || /[,\s]/.test(char));
  return isNumber ? chars.map((char) => table[char] ?? char).join('') : text;
}

/** Words in Latin letters and numbers among them keep their own order. */
function rightToLeft(pieces: readonly TextPiece[]): TextPiece[] {
  const sorted = [...pieces].sort((one, other) => other.x - one.x);
  const ordered: TextPiece[] = [];
  let foreign: TextPiece[] = [];
  for (const piece of sorted) {
    if (!piece.isRtl && /[\p{L}\p{N}]/u.test(piece.text)) {
      foreign.unshift(piece);
    } else {
      ordered.push(...foreign, piece);
      foreign = [];
    }
  }
  return [...ordered, ...foreign];
}
