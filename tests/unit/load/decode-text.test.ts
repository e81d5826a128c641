import { describe, expect, it } from 'vitest';
import { UserInputError } from '../../../src/errors.ts';
import { decodeText } from '../../../src/load/decode-text.ts';

const utf16 = (text: string, bigEndian: boolean): Uint8Array => {
  const bytes = Buffer.from(`\ufeff${text}`, 'utf16le');
  return bigEndian ? bytes.swap16() : bytes;
};

describe('decodeText', () => {
  it.each([
    ['UTF-8', new TextEncoder().encode('né 🙂')],
    ['UTF-8 with a mark', new TextEncoder().encode('\ufeffné 🙂')],
    ['UTF-16 little-endian', utf16('né 🙂', false)],
    ['UTF-16 big-endian', utf16('né 🙂', true)],
  ])('reads %s without its mark', (_, bytes) => {
    expect(decodeText(bytes, 'a.md')).toBe('né 🙂');
  });

  it('keeps line ends', () => {
    expect(decodeText(new TextEncoder().encode('a\r\nb\rc\n'), 'a.md')).toBe('a\r\nb\rc\n');
  });

  it('gives an empty text for no bytes', () => {
    expect(decodeText(new Uint8Array(), 'a.md')).toBe('');
  });

  it.each([
    ['Latin-1', Uint8Array.of(0x63, 0xe9)],
    ['a cut sequence', Uint8Array.of(0xf0, 0x9f, 0x99)],
    ['a zero among letters', Uint8Array.of(0x61, 0x62, 0, 0x63)],
    ['an odd UTF-16 length', Uint8Array.of(0xff, 0xfe, 0x61)],
  ])('refuses %s and names the file', (_, bytes) => {
    expect(() => decodeText(bytes, 'notes/bad.md')).toThrow(UserInputError);
    expect(() => decodeText(bytes, 'notes/bad.md')).toThrow('notes/bad.md');
  });
});
