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
  const known = new Set(words);
  const letters = Uint32Array.from(words, lettersOf);
  return (word) => {
    if (known.has(word)) return word;
    if (word.length < minWordLength || /\P{L}/u.test(word)) return undefined;
    const limit = word.length >= minLengthForTwoEdits ? 2 : 1;
    const own = lettersOf(word);
    let best: { word: string; distance: number; frequency: number } | undefined;
    for (const [at, candidate] of words.entries()) {
      // An edit takes at most one letter away and brings at most one in.
      if (bitsOf(own ^ letters[at]!) > 2 * limit) continue;
      if (Math.abs(candidate.length - word.length) > limit || !beginsAlike(word, candidate))
        continue;
      const distance = editDistance(word, candidate, limit);
      if (distance > limit) continue;
      const frequency = frequencies[at]!;
      const better =
        best === undefined ||
        distance < best.distance ||
        (distance === best.distance &&
          (frequency > best.frequency || (frequency === best.frequency && candidate < best.word)));
      if (better) best = { word: candidate, distance, frequency };
    }
    return best?.word;
  };
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
 * optimal string alignment, Damerau (1964).
 */
export function editDistance(left: string, right: string, limit: number): number {
  const width = right.length + 1;
  let beforeLast = new Array<number>(width).fill(0);
  let last = Array.from({ length: width }, (_, at) => at);
  for (let row = 1; row <= left.length; row += 1) {
    const current = [row];
    for (let column = 1; column < width; column += 1) {
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
      current.push(cost);
    }
    if (Math.min(...current) > limit) return limit + 1;
    beforeLast = last;
    last = current;
  }
  return last[right.length]!;
}
