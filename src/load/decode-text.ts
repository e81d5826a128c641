import { analyse } from 'chardet';
import { UserInputError } from '../errors.ts';

/** Guesses below are no better than chance (chardet counts to 100; measured on the fixtures). */
const leastConfidence = 10;
/** Enough to guess from; the guess takes time that grows with the bytes. */
const guessBytes = 200_000;

/**
 * Bytes to text: UTF-16 where a byte-order mark says so, UTF-8 where they are valid, else the encoding
 * that their statistics speak for. The mark is left out.
 *
 * @throws UserInputError naming the file when the bytes are no text, or damaged UTF-8 or UTF-16
 */
export function decodeText(bytes: Uint8Array, uri: string): string {
  const marked = markedEncoding(bytes);
  const text = tryDecode(bytes, marked ?? 'utf-8');
  if (text !== undefined) return text;
  const guessed = marked === undefined && !isDamagedUtf8(bytes) ? guessEncoding(bytes) : undefined;
  const decoded = guessed && tryDecode(bytes, guessed);
  if (decoded !== undefined) return decoded;
  throw new UserInputError(
    `File "${uri}" is not valid ${(marked ?? 'utf-8').toUpperCase()} text, nor of another encoding that can be told; save it as UTF-8 and ingest again.`,
  );
}

function markedEncoding(bytes: Uint8Array): 'utf-16le' | 'utf-16be' | undefined {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le';
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be';
  return undefined;
}

function tryDecode(bytes: Uint8Array, encoding: string): string | undefined {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

/** Most of what is not ASCII is right: then the rest was cut or overwritten, not encoded otherwise. */
function isDamagedUtf8(bytes: Uint8Array): boolean {
  const text = new TextDecoder().decode(bytes);
  const foreign = text.match(/[^\0-\x7f]/gu) ?? [];
  const broken = foreign.filter((character) => character === '\ufffd').length;
  return broken < foreign.length / 2;
}

/** Undefined for what is no text: bytes that no text has, or no likely encoding. */
function guessEncoding(bytes: Uint8Array): string | undefined {
  const head = bytes.subarray(0, guessBytes);
  if (head.some((byte) => byte < 0x20 && byte !== 9 && byte !== 10 && byte !== 12 && byte !== 13)) {
    return undefined;
  }
  return analyse(head).find(
    ({ name, confidence }) => confidence >= leastConfidence && isKnown(name),
  )?.name;
}

function isKnown(encoding: string): boolean {
  try {
    new TextDecoder(encoding);
    return true;
  } catch {
    return false;
  }
}
