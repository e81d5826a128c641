/** The constant of Cormack, Clarke and Büttcher, "Reciprocal rank fusion" (2009). */
const constant = 60;

/** Ranked lists of ids -> one list, by the sum of 1 / (60 + rank). */
export function fuseRanks(lists: readonly (readonly number[])[]): number[] {
  const scores = new Map<number, number>();
  for (const list of lists) {
    for (const [at, id] of list.entries()) {
      scores.set(id, (scores.get(id) ?? 0) + 1 / (constant + at + 1));
    }
  }
  return [...scores.keys()].sort((left, right) => scores.get(right)! - scores.get(left)!);
}
