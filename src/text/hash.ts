import { createHash } from 'node:crypto';

/** sha256 over the parts in order, each closed by a NUL so that ("ab","c") and ("a","bc") differ. */
export function hashParts(...parts: readonly string[]): string {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part, 'utf8').update('\0');
  return hash.digest('hex');
}

/** sha256 of bytes, or of a text as UTF-8, in hexadecimal. */
export function hashBytes(bytes: Uint8Array | string): string {
  return createHash('sha256').update(bytes).digest('hex');
}
