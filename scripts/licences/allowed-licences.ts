/** Which licences a package may have that reaches a server or a reader's browser. */

/** Each asks for no more than its notice. `OFL-1.1` is for fonts, `BSD` is how old packages say two clauses. */
const allowed: ReadonlySet<string> = new Set([
  '0BSD',
  'Apache-2.0',
  'BSD',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'BlueOak-1.0.0',
  'CC0-1.0',
  'ISC',
  'MIT',
  'OFL-1.1',
  'Python-2.0',
  'Unlicense',
  'Zlib',
]);

/** @param expression SPDX without exceptions: `(MIT OR GPL-3.0-or-later)` -> true, `MIT AND GPL-2.0-only` -> false */
export function isAllowed(expression: string): boolean {
  return expression
    .replace(/^\((.*)\)$/, '$1')
    .split(' OR ')
    .some((choice) => choice.split(' AND ').every((name) => allowed.has(name)));
}
