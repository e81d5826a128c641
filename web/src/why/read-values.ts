/** Unknown JSON -> values of known types. What is missing or of another type reads as undefined or `[]`. */

export type Fields = Readonly<Record<string, unknown>>;

export function fieldsOf(value: unknown): Fields | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Fields)
    : undefined;
}

/** Finite numbers only. */
export function numberOf(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
}

export function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

/** The texts of a list; what is not a text is left out. */
export function textsOf(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((one) => typeof one === 'string') : [];
}

/** The objects of a list as `read` sees them; those of which it makes nothing are left out. */
export function listOf<Item>(value: unknown, read: (fields: Fields) => Item | undefined): Item[] {
  if (!Array.isArray(value)) return [];
  return value.flatMap((one: unknown) => {
    const fields = fieldsOf(one);
    const item = fields && read(fields);
    return item === undefined ? [] : [item];
  });
}

/** The finite numbers of an object, by their names. */
export function numbersOf(value: unknown): Record<string, number> {
  const numbers: Record<string, number> = {};
  for (const [name, one] of Object.entries(fieldsOf(value) ?? {})) {
    const number = numberOf(one);
    if (number !== undefined) numbers[name] = number;
  }
  return numbers;
}
