/** Share of the terms' total idf that stands in `present`: 0 to 1; 0 without terms. */
export function termShare(
  terms: Iterable<string>,
  present: ReadonlySet<string>,
  idf: ReadonlyMap<string, number>,
): number {
  let found = 0;
  let all = 0;
  for (const term of terms) {
    const weight = idf.get(term) ?? 1;
    all += weight;
    if (present.has(term)) found += weight;
  }
  return all === 0 ? 0 : found / all;
}
