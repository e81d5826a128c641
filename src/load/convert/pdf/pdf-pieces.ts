/** What pdf.js reads on a page -> pieces of text, upright, each once, with characters that people write. */
import { withoutMarks } from '../page-marks.ts';
import type { PdfFont } from './pdf-fonts.ts';
import type { LetterBook } from './pdf-letters.ts';

/** A piece of text, upright. Lengths in points, from the page's top left corner; `y` is its baseline. */
export interface TextPiece extends PdfFont {
  readonly text: string;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  /** Size of its font. */
  readonly size: number;
  /** Written from right to left. */
  readonly isRtl: boolean;
}

export interface PagePieces {
  /** Those of the way that most text runs. */
  readonly main: readonly TextPiece[];
  /** Those that are turned against it, and too many to be a stamp. */
  readonly turned: readonly TextPiece[];
  /** Of the page, as most of its text runs. */
  readonly width: number;
  readonly height: number;
  /** Characters whose fonts do not say which letters they are. */
  readonly lost: number;
}

interface PlacedPiece extends TextPiece {
  /** Quarter turns from upright, clockwise. */
  readonly turns: number;
}

interface TextItem {
  readonly str: string;
  readonly dir: string;
  readonly width: number;
  readonly transform: readonly number[];
  readonly fontName: string;
}

/** Turned text with fewer characters is a stamp or the label of an axis. */
const leastTurned = 120;
/** Text further from a right angle, in radians, is a watermark. */
const mostSlant = 0.18;

/** Joiners of Arabic and Indian letters and the soft hyphen: of all marks without a shape these mean something. */
const shapeless = new Set(['\u200c', '\u200d', '\u00ad']);

/** @param view matrix of the page, as six numbers (PDF 32000-1, 8.3.3) */
export function piecesOf(
  items: readonly (TextItem | object)[],
  view: readonly number[],
  { width, height }: { readonly width: number; readonly height: number },
  fontOf: (name: string) => PdfFont,
  lettersOf: LetterBook['read'] = (text) => text,
): PagePieces {
  let lost = 0;
  const placed = items.flatMap((item) => {
    if (!('str' in item)) return [];
    const letters = lettersOf(item.str, item.fontName);
    if (letters === undefined) lost += item.str.length;
    return letters === undefined ? [] : place({ ...item, str: letters }, view, fontOf);
  });
  const onPage = placed.filter(
    ({ x, y, size }) => x > -size && x < width && y > 0 && y < height + size,
  );
  const chars = [0, 0, 0, 0];
  for (const { turns, text } of onPage) chars[turns]! += text.length;
  const most = chars.indexOf(Math.max(...chars));
  const others = chars.map((count, turns) => (turns !== most && count >= leastTurned ? turns : -1));
  const isSideways = most % 2 === 1;
  const [wide, high] = isSideways ? [height, width] : [width, height];
  const upright = (turns: number) =>
    once(
      onPage
        .filter((piece) => piece.turns === turns)
        .map(({ x, y, turns: _, ...piece }) => ({
          ...piece,
          ...turned(x, y, turns, width, height),
        })),
    );
  return {
    main: upright(most),
    turned: others.filter((turns) => turns >= 0).flatMap(upright),
    width: wide,
    height: high,
    lost,
  };
}

function place(
  { str, dir, width, transform, fontName }: TextItem,
  view: readonly number[],
  fontOf: (name: string) => PdfFont,
): PlacedPiece[] {
  const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0] = multiply(view, transform);
  const text = readable(str);
  const size = Math.hypot(c, d);
  // Nothing smaller is meant to be read.
  if (text.trim() === '' || size < 1) return [];
  const angle = Math.atan2(b, a) / (Math.PI / 2);
  if (Math.abs(angle - Math.round(angle)) > mostSlant) return [];
  const turns = (Math.round(angle) + 4) % 4;
  const scale = Math.hypot(view[0] ?? 1, view[1] ?? 0);
  const isRtl = dir === 'rtl';
  return [{ text, x: e, y: f, width: width * scale, size, turns, isRtl, ...fontOf(fontName) }];
}

/** Ligatures and the shapes of Arabic letters as the letters that they stand for. */
function readable(text: string): string {
  return withoutMarks(text)
    .replace(/[\ufb00-\ufb06\ufb13-\ufb17\ufb1d-\ufdff\ufe70-\ufefc]/g, (shape) =>
      shape.normalize('NFKC'),
    )
    .replace(/\s/g, ' ')
    .replace(/[\p{Cc}\p{Cf}]/gu, (mark) => (shapeless.has(mark) ? mark : ''))
    .normalize('NFC');
}

function multiply(left: readonly number[], right: readonly number[]): number[] {
  const [a1 = 1, b1 = 0, c1 = 0, d1 = 1, e1 = 0, f1 = 0] = left;
  const [a2 = 1, b2 = 0, c2 = 0, d2 = 1, e2 = 0, f2 = 0] = right;
  return [
    a1 * a2 + c1 * b2,
    b1 * a2 + d1 * b2,
    a1 * c2 + c1 * d2,
    b1 * c2 + d1 * d2,
    a1 * e2 + c1 * f2 + e1,
    b1 * e2 + d1 * f2 + f1,
  ];
}

function turned(
  x: number,
  y: number,
  turns: number,
  width: number,
  height: number,
): { x: number; y: number } {
  if (turns === 1) return { x: y, y: width - x };
  if (turns === 2) return { x: width - x, y: height - y };
  if (turns === 3) return { x: height - y, y: x };
  return { x, y };
}

/** Bold text is faked by drawing it twice, a hair apart. */
function once(pieces: readonly TextPiece[]): TextPiece[] {
  const seen = new Map<string, TextPiece[]>();
  return pieces.filter((piece) => {
    const same = seen.get(piece.text) ?? [];
    const near = 0.2 * piece.size;
    if (same.some(({ x, y }) => Math.abs(x - piece.x) < near && Math.abs(y - piece.y) < near)) {
      return false;
    }
    same.push(piece);
    seen.set(piece.text, same);
    return true;
  });
}
