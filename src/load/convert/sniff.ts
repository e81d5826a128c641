/** Bytes -> what they are. The content decides, the file's name only between kinds of plain text. */

import { UserInputError } from '../../errors.ts';
import type { MediaType } from '../../types.ts';
import { decodeText } from '../decode-text.ts';
import { listEntries } from './unzip.ts';

export type Sniffed =
  | { readonly mediaType: MediaType; readonly text?: string }
  | { readonly mediaType: 'application/zip' };

/** Bytes in which a PDF must say that it is one. */
const pdfHeadBytes = 1_024;

/**
 * @param claimed what the file's name says, undefined where it says nothing
 * @throws UserInputError when it is nothing that can be read
 */
export async function sniff(
  bytes: Uint8Array,
  uri: string,
  claimed: MediaType | undefined,
): Promise<Sniffed> {
  if (Buffer.from(bytes.subarray(0, pdfHeadBytes)).includes('%PDF-')) {
    return { mediaType: 'application/pdf' };
  }
  if (startsWith(bytes, [0x50, 0x4b, 0x03, 0x04])) return { mediaType: await sniffZip(bytes) };
  if (startsWith(bytes, [0xd0, 0xcf, 0x11, 0xe0])) {
    throw new UserInputError(
      'is of an old Office format, or encrypted; save it as .docx or .pptx without a password',
    );
  }
  const text = tryText(bytes, uri);
  if (text === undefined) {
    throw new UserInputError(
      'is not valid UTF-8 or other text, nor of a format that can be read; save it again as one of them',
    );
  }
  return { mediaType: sniffText(text, claimed), text };
}

function tryText(bytes: Uint8Array, uri: string): string | undefined {
  try {
    return decodeText(bytes, uri);
  } catch {
    return undefined;
  }
}

async function sniffZip(bytes: Uint8Array): Promise<Sniffed['mediaType']> {
  const names = new Set((await listEntries(bytes)).map(({ name }) => name));
  if (names.has('word/document.xml')) {
    return 'application/vnd.openxmlformats-officedocument.wordprocessingml.document';
  }
  if (names.has('ppt/presentation.xml')) {
    return 'application/vnd.openxmlformats-officedocument.presentationml.presentation';
  }
  return names.has('META-INF/container.xml') ? 'application/epub+zip' : 'application/zip';
}

function sniffText(text: string, claimed: MediaType | undefined): MediaType {
  const head = text.slice(0, 2_000).trimStart();
  if (claimed === 'text/markdown' || claimed === 'text/plain') return claimed;
  if (/^(?:<\?xml[^>]*>\s*)?(?:<!--[\s\S]*?-->\s*)*<(?:!doctype\s+html|html)\b/i.test(head)) {
    return 'text/html';
  }
  if (head.startsWith('{') && /"nbformat"\s*:/.test(text)) return 'application/x-ipynb+json';
  if (claimed === 'text/html' || claimed === 'text/csv') return claimed;
  return 'text/plain';
}

function startsWith(bytes: Uint8Array, magic: readonly number[]): boolean {
  return magic.every((byte, at) => bytes[at] === byte);
}
