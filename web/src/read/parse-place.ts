/** `?at=start-end` of an address. */

/** The span, in UTF-16 units; undefined where it is no span of a text of that length. */
export function parsePlace(
  at: string,
  length: number,
): { readonly start: number; readonly end: number } | undefined {
  const [, from, to] = /^(\d{1,10})-(\d{1,10})$/.exec(at) ?? [];
  const start = Number(from);
  const end = Number(to);
  return start < end && end <= length ? { start, end } : undefined;
}
