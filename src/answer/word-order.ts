/** Whether two word sequences run alike: what tells "A feeds B" from "B feeds A". */

/** Length of the longest sequence that both hold in order. O(n m). */
export function commonLength(left: readonly string[], right: readonly string[]): number {
  let row = new Array<number>(right.length + 1).fill(0);
  for (const word of left) {
    const next = [0];
    for (const [at, other] of right.entries()) {
      next.push(word === other ? row[at]! + 1 : Math.max(row[at + 1]!, next[at]!));
    }
    row = next;
  }
  return row.at(-1) ?? 0;
}

/** True when all of `part` stands in `whole` in its order, with gaps allowed. */
export function isSubsequence(part: readonly string[], whole: readonly string[]): boolean {
  let at = 0;
  for (const word of whole) if (word === part[at]) at += 1;
  return at === part.length;
}

/**
 * True when `part` is a subsequence of `whole`, or becomes one once its first or last words (at least
 * two) are put elsewhere: "During training, it drifts" for "It drifts during training".
 */
export function keepsOrder(part: readonly string[], whole: readonly string[]): boolean {
  if (isSubsequence(part, whole)) return true;
  for (let cut = 2; cut <= part.length - 2; cut += 1) {
    if (isSubsequence([...part.slice(cut), ...part.slice(0, cut)], whole)) return true;
  }
  return false;
}
