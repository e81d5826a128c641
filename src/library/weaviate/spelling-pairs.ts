/**
 * What words are found by when one is misspelt: their length, how they begin, and their pairs of letters.
 * Words at most two edits apart share most pairs (Zobel and Dart, "Finding approximate matches in large
 * lexicons", 1995).
 */

/** Below, no word is repaired; so many letters more or less may a repaired one have. */
const reach = 2;

/** `'heap'` -> `['^h', 'he', 'ea', 'ap', 'p$']`. */
export function pairsOf(word: string): string[] {
  const letters = ['^', ...word, '$'];
  return letters.slice(1).map((letter, at) => `${letters[at]}${letter}`);
}

/** Words that are alike enough to be compared: first letter and length. */
export function spellingGroup(word: string): string {
  return `${word[0] ?? ''}${word.length}`;
}

/** The groups that a repaired word may be in: it begins with the first letter, or with the second. */
export function groupsNear(word: string): string[] {
  const groups = new Set<string>();
  for (const first of word.slice(0, 2)) {
    for (let length = word.length - reach; length <= word.length + reach; length += 1) {
      groups.add(`${first}${length}`);
    }
  }
  return [...groups];
}
