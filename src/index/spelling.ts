/** Repair of words that the vocabulary lacks: candidates by shared trigrams, then edit distance. */

export type Spelling = (word: string) => string | undefined;

/** Shorter words have too many neighbours to be repaired. */
const minWordLength = 4;
const minLengthForTwoEdits = 7;

/**
 * Indexes a vocabulary. The repaired term is the nearest by edit distance (1 below 7 letters, else
 * at most 2), then the most frequent one, then the first by code units.
 */
export function createSpelling(
  terms: readonly string[],
  frequencyOf: (term: string) => number,
): Spelling {
  const byTrigram = new Map<string, number[]>();
  for (const [id, term] of terms.entries()) {
    if (term.length < minWordLength - 1 || /\p{N}/u.test(term)) continue;
    for (const trigram of trigramsOf(term)) {
      const ids = byTrigram.get(trigram);
      if (ids) ids.push(id);
      else byTrigram.set(trigram, [id]);
    }
  }
  return (word) => {
    if (word.length < minWordLength || /\p{N}/u.test(word)) return undefined;
    const limit = word.length >= minLengthForTwoEdits ? 2 : 1;
    const shared = new Map<number, number>();
    for (const trigram of trigramsOf(word)) {
      for (const id of byTrigram.get(trigram) ?? []) shared.set(id, (shared.get(id) ?? 0) + 1);
    }
    let best: { term: string; distance: number; frequency: number } | undefined;
    for (const [id, count] of shared) {
      const term = terms[id]!;
      // One edit changes at most three trigrams, a swap four.
      if (
        count < Math.max(1, word.length - 4 * limit) ||
        Math.abs(term.length - word.length) > limit
      )
        continue;
      const distance = editDistance(word, term, limit);
      if (distance > limit) continue;
      const frequency = frequencyOf(term);
      const better =
        best === undefined ||
        distance < best.distance ||
        (distance === best.distance &&
          (frequency > best.frequency || (frequency === best.frequency && term < best.term)));
      if (better) best = { term, distance, frequency };
    }
    return best?.term;
  };
}

function trigramsOf(word: string): Set<string> {
  const padded = `^${word}$`;
  const trigrams = new Set<string>();
  for (let at = 0; at + 3 <= padded.length; at += 1) trigrams.add(padded.slice(at, at + 3));
  return trigrams;
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
