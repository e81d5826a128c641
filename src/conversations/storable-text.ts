/** What of a text survives in the database, alike in every implementation of the store. */

/**
 * The text as it can be stored: NUL, at which SQLite ends a text, and surrogates without their
 * partner, which UTF-8 cannot hold, become U+FFFD.
 */
export function storableText(text: string): string {
  return text.toWellFormed().replaceAll('\0', '\uFFFD');
}
