import { UserInputError } from '../errors.ts';

/**
 * Bytes to text: UTF-8, or UTF-16 where a byte-order mark says so. The mark is left out.
 *
 * @throws UserInputError naming the file when the bytes are not valid in that encoding.
 */
export function decodeText(bytes: Uint8Array, uri: string): string {
  const encoding = encodingOf(bytes);
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch (cause) {
    throw new UserInputError(
      `File "${uri}" is not valid ${encoding.toUpperCase()} text; save it as UTF-8 and ingest again.`,
      { cause },
    );
  }
}

function encodingOf(bytes: Uint8Array): 'utf-8' | 'utf-16le' | 'utf-16be' {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le';
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be';
  return 'utf-8';
}
