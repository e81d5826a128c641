/** XML as found in packages of Office and EPUB files. Entities of their own are not resolved. */
import { DOMParser } from 'linkedom';

export function parseXml(bytes: Uint8Array) {
  const text = new TextDecoder(encodingOf(bytes)).decode(bytes);
  return new DOMParser().parseFromString(text, 'text/xml');
}

function encodingOf(bytes: Uint8Array): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le';
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be';
  return 'utf-8';
}
