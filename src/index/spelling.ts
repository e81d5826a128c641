/** Repair of misspelt words: the nearest word of a vocabulary by edit distance. */

export type Spelling = (word: string) => string | undefined;

/** Shorter words have too many neighbours to be repaired. */
const minWordLength = 4;
const minLengthForTwoEdits = 8;

/**
 * Indexes a vocabulary of lower-case words. The repaired word is the nearest by edit distance (at
 * most 1, or 2 from 8 letters on), then the most frequent one, then the first by code units. It begins
 * with the asker's first letter, or with the first two swapped: slips rarely change how a word begins,
 * and far-fetched repairs of words from other fields often do.
 *
 * @param frequencies as many as `words`
 */
export function createSpelling(words: readonly string[], frequencies: Uint32Array): Spelling {
  const groups = groupsOf(words);
  return (word) => {
    const own = lettersOf(word);
    const alike = groups.get(groupKey(word, 0, word.length));
    if (alike && places(alike, words, own, 0).some((at) => words[at] === word)) return word;
    if (word.length < minWordLength || /\P{L}/u.test(word)) return undefined;
    const limit = word.length >= minLengthForTwoEdits ? 2 : 1;
    let best: { word: string; distance: number; frequency: number } | undefined;
    for (let first = 0; first <= 1; first += 1) {
      if (first === 1 && word[1] === word[0]) continue;
      for (let length = word.length - limit; length <= word.length + limit; length += 1) {
        const group = groups.get(groupKey(word, first, length));
        // An edit takes at most one letter away and brings at most one in.
        for (const at of group ? places(group, words, own, 2 * limit) : []) {
          const candidate = words[at]!;
          if (!beginsAlike(word, candidate)) continue;
          const distance = editDistance(word, candidate, best?.distance ?? limit);
          if (distance > (best?.distance ?? limit)) continue;
          const frequency = frequencies[at]!;
          const better =
            best === undefined ||
            distance < best.distance ||
            frequency > best.frequency ||
            (frequency === best.frequency && candidate < best.word);
          if (better) best = { word: candidate, distance, frequency };
        }
      }
    }
    return best?.word;
  };
}

/** Words of one first letter and one length. */
interface Group {
  readonly places: number[];
  /** `lettersOf` each of them; undefined until a word is compared with them. */
  letters?: Uint32Array;
}

/** 60 ns a word, so the rest is left for when it is needed. */
function groupsOf(words: readonly string[]): ReadonlyMap<number, Group> {
  const groups = new Map<number, Group>();
  for (let at = 0; at < words.length; at += 1) {
    const word = words[at]!;
    const key = groupKey(word, 0, word.length);
    const group = groups.get(key);
    if (group) group.places.push(at);
    else groups.set(key, { places: [at] });
  }
  return groups;
}

/** @param first which letter of `word` those in the group begin with */
function groupKey(word: string, first: number, length: number): number {
  return word.charCodeAt(first) * 2 ** 16 + length;
}

/** Words of the group that differ by at most so many letters. */
function places(group: Group, words: readonly string[], letters: number, most: number): number[] {
  group.letters ??= Uint32Array.from(group.places, (at) => lettersOf(words[at]!));
  const near: number[] = [];
  for (let at = 0; at < group.letters.length; at += 1) {
    if (bitsOf(letters ^ group.letters[at]!) <= most) near.push(group.places[at]!);
  }
  return near;
}

/** The same first letter, or the first two swapped. */
function beginsAlike(word: string, candidate: string): boolean {
  return word[0] === candidate[0] || (word[0] === candidate[1] && word[1] === candidate[0]);
}

/** One bit for each letter that a word has, a to z; any other letter shares the last bit. */
function lettersOf(word: string): number {
  let bits = 0;
  for (let at = 0; at < word.length; at += 1) {
    const place = word.charCodeAt(at) - 97;
    bits |= 1 << (place >= 0 && place < 26 ? place : 26);
  }
  return bits;
}

/** Number of bits set: Warren, "Hacker's Delight" (2012), section 5-1. */
function bitsOf(value: number): number {
  const pairs = value - ((value >>> 1) & 0x55555555);
  const nibbles = (pairs & 0x33333333) + ((pairs >>> 2) & 0x33333333);
  return Math.imul((nibbles + (nibbles >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}

/**
 * Edits (insert, delete, replace, swap of neighbours) between two words, counted up to `limit + 1`:
 * optimal string alignment, Damerau (1964). Only cells at most `limit` off the diagonal can count:
 * Ukkonen, "Algorithms for approximate string matching" (1985).
 */
export function editDistance(left: string, right: string, limit: number): number {
  const over = limit + 1;
  if (Math.abs(left.length - right.length) > limit) return over;
  const width = right.length + 1;
  let beforeLast = new Array<number>(width).fill(over);
  let last = Array.from({ length: width }, (_, at) => Math.min(at, over));
  let current = new Array<number>(width).fill(over);
  for (let row = 1; row <= left.length; row += 1) {
    const from = Math.max(1, row - limit);
    const to = Math.min(right.length, row + limit);
    current[from - 1] = from === 1 ? row : over;
    let least = current[from - 1]!;
    for (let column = from; column <= to; column += 1) {
      const same = left[row - 1] === right[column - 1];
      let cost = Math.min(
        last[column]! + 1,
        current[column - 1]! + 1,
        last[column - 1]! + (same ? 0 : 1),
      );
      const swapped =
        row > 1 &&
        column > 1 &&
        left[row - 1] === right[column - 2] &&
        left[row - 2] === right[column - 1];
      if (swapped) cost = Math.min(cost, beforeLast[column - 2]! + 1);
      current[column] = cost;
      least = Math.min(least, cost);
    }
    if (to < right.length) current[to + 1] = over;
    if (least > limit) return over;
    [beforeLast, last, current] = [last, current, beforeLast];
  }
  return Math.min(last[right.length]!, over);
}
