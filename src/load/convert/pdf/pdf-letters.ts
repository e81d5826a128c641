/** Which fonts of a PDF say what letters they show: some count their shapes, and say no more. */

/** Characters below which a font is too rare on the pages so far to tell. */
const leastChars = 40;
/** Share of characters that stand for no letter from which a font is taken to say nothing. */
const lostShare = 0.2;
/** Bullets are such characters, too, but few different ones. */
const leastDistinct = 8;
/** A control character so frequent, and more than the space, is the space of its font. */
const spaceShare = 0.08;

interface FontCount {
  chars: number;
  spaces: number;
  lost: number;
  readonly odd: Map<string, number>;
}

export interface LetterBook {
  /** Counts the text of a page. */
  learn(items: readonly (object | { readonly str: string; readonly fontName: string })[]): void;
  /** Undefined where the font does not say which letters these are. */
  read(text: string, font: string): string | undefined;
}

const odd = /[\p{Cc}\p{Co}\p{Cn}\ufffd]/gu;

/** @example of a font whose space is U+0002: `'on\u0002time'` -> `'on time'` */
export function createLetterBook(): LetterBook {
  const counts = new Map<string, FontCount>();
  return {
    learn(items) {
      for (const item of items) {
        if (!('str' in item)) continue;
        const { str, fontName } = item;
        const count = counts.get(fontName) ?? { chars: 0, spaces: 0, lost: 0, odd: new Map() };
        counts.set(fontName, count);
        count.chars += str.length;
        count.spaces += str.split(' ').length - 1;
        for (const [char] of str.matchAll(odd)) {
          if (/\s/.test(char)) continue;
          count.lost += 1;
          count.odd.set(char, (count.odd.get(char) ?? 0) + 1);
        }
      }
    },
    read(text, font) {
      const count = counts.get(font);
      if (count === undefined || count.lost === 0 || count.chars < leastChars) return text;
      const { chars, spaces, lost, odd: found } = count;
      if (lost > lostShare * (chars - spaces) && found.size >= leastDistinct) return undefined;
      const [most, times] = [...found].sort((one, other) => other[1] - one[1])[0]!;
      return times > spaceShare * chars && times > spaces && /\p{Cc}/u.test(most)
        ? text.replaceAll(most, ' ')
        : text;
    },
  };
}
