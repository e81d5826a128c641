/** The sum of the numbers that are there; undefined where none is. */
export function sumOf(numbers: readonly (number | undefined)[]): number | undefined {
  const there = numbers.filter((one) => one !== undefined);
  return there.length === 0 ? undefined : there.reduce((sum, one) => sum + one, 0);
}
