import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeUtf8 } from '../../../src/text/decode-utf8.ts';

describe('decodeUtf8', () => {
  it('gives back every text, whatever stands before and behind it in memory', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.nat(3), (text, before) => {
        const encoded = new TextEncoder().encode(text);
        const memory = new Uint8Array(before + encoded.length + 2).fill(0xe2);
        memory.set(encoded, before);
        expect(decodeUtf8(memory.subarray(before, before + encoded.length))).toBe(text);
      }),
    );
  });

  it('keeps a byte order mark, and reads texts of ASCII alone, of none and of long ones', () => {
    for (const text of [
      '',
      'plain',
      '\u{feff}marked',
      '\0',
      'é'.repeat(3_000_000),
      '😀\u{10ffff}',
    ]) {
      expect(decodeUtf8(new TextEncoder().encode(text)) === text).toBe(true);
    }
  });
});
