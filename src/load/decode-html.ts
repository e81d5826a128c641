/** Bytes of a web page -> its text, in the encoding that the page declares where it is not UTF-8. */
import { decodeText } from './decode-text.ts';

/** Browsers look for a declaration in as many bytes. */
const headBytes = 1_024;

/** @throws UserInputError naming the file when the bytes are no text */
export function decodeHtml(bytes: Uint8Array, uri: string): string {
  const head = Buffer.from(bytes.subarray(0, headBytes)).toString('latin1');
  const declared =
    /<meta\b[^>]*\bcharset\s*=\s*["']?\s*([\w.:-]+)/i.exec(head) ??
    /^\s*<\?xml[^>]*\bencoding\s*=\s*["']([\w.:-]+)/i.exec(head);
  return decodeText(bytes, uri, declared?.[1]);
}
