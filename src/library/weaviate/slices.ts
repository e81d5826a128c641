/** `[1, 2, 3]` by 2 -> `[1, 2]`, `[3]`: as many as one request takes. */
export function* slices<Value>(
  values: readonly Value[],
  size: number,
): Generator<readonly Value[]> {
  for (let at = 0; at < values.length; at += size) yield values.slice(at, at + size);
}
