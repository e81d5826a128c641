import { analyse } from 'chardet';
import { UserInputError } from '../errors.ts';

/** Guesses below are no better than chance (chardet counts to 100; measured on the fixtures). */
const leastConfidence = 10;
/** Enough to guess from; the guess takes time that grows with the bytes. */
const guessBytes = 200_000;

/**
 * Bytes to text: UTF-16 where a byte-order mark says so or every other byte is zero, UTF-8 where they
 * are valid, else what is `declared`, else the encoding that their statistics speak for. The mark is
 * left out.
 *
 * @param declared what the file says of itself, in words of its own
 * @throws UserInputError naming the file when the bytes are no text, or damaged UTF-8 or UTF-16
 */
export function decodeText(bytes: Uint8Array, uri: string, declared?: string): string {
  const marked = markedEncoding(bytes) ?? unmarkedUtf16(bytes);
  const isBinary = isUtf32(bytes) || (marked === undefined && holdsZero(bytes));
  const text = isBinary ? undefined : tryDecode(bytes, marked ?? 'utf-8');
  if (text !== undefined) return text;
  const other = marked === undefined && !isBinary ? otherEncoding(bytes, declared) : undefined;
  const decoded = other && tryDecode(bytes, other);
  if (decoded !== undefined) return decoded;
  throw new UserInputError(
    `File "${uri}" is not valid ${(marked ?? 'utf-8').toUpperCase()} text, nor of another encoding that can be told; save it as UTF-8 and ingest again.`,
  );
}

function otherEncoding(bytes: Uint8Array, declared: string | undefined): string | undefined {
  if (declared !== undefined && isKnown(declared) && !/^utf-?(?:8|16)/i.test(declared)) {
    return declared;
  }
  return isDamagedUtf8(bytes) ? undefined : guessEncoding(bytes);
}

function markedEncoding(bytes: Uint8Array): 'utf-16le' | 'utf-16be' | undefined {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le';
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be';
  return undefined;
}

/** Of Latin letters in UTF-16 every other byte is zero, and the others are not. */
function unmarkedUtf16(bytes: Uint8Array): 'utf-16le' | 'utf-16be' | undefined {
  if (bytes.length < 2 || bytes.length % 2 === 1) return undefined;
  const pairs = Math.min(bytes.length, 4_096) >> 1;
  let first = 0;
  let second = 0;
  for (let at = 0; at < pairs; at += 1) {
    if (bytes[2 * at] === 0) first += 1;
    if (bytes[2 * at + 1] === 0) second += 1;
  }
  if (second > 0.6 * pairs && first === 0) return 'utf-16le';
  return first > 0.6 * pairs && second === 0 ? 'utf-16be' : undefined;
}

/** No text has one; programs and pictures do, early. */
function holdsZero(bytes: Uint8Array): boolean {
  return bytes.subarray(0, 8_000).includes(0);
}

function isUtf32(bytes: Uint8Array): boolean {
  return bytes[0] === 0xff && bytes[1] === 0xfe && bytes[2] === 0 && bytes[3] === 0;
}

/** What Windows-1252 has where Latin-1 has control characters, from 0x80 to 0x9f. */
const windowsSigns = '€\x81‚ƒ„…†‡ˆ‰Š‹Œ\x8dŽ\x8f\x90‘’“”•–—˜™š›œ\x9džŸ';

function tryDecode(bytes: Uint8Array, encoding: string): string | undefined {
  try {
    const decoder = new TextDecoder(encoding, { fatal: true });
    const text = decoder.decode(bytes);
    // Node 20 decodes Windows-1252 as Latin-1.
    return decoder.encoding === 'windows-1252'
      ? text.replace(/[\x80-\x9f]/g, (sign) => windowsSigns.charAt(sign.charCodeAt(0) - 0x80))
      : text;
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
