import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { IndexCorruptError } from '../../../src/errors.ts';
import {
  type Columns,
  columnOf,
  decodeColumns,
  encodeColumns,
} from '../../../src/library/columns.ts';

const encoded = (columns: Columns): Uint8Array =>
  new Uint8Array(Buffer.concat(encodeColumns(columns)));

const column = fc.oneof(
  fc.uint8Array({ maxLength: 30 }),
  fc.uint32Array({ maxLength: 30 }),
  fc.float32Array({ maxLength: 30 }),
);
const name = fc.string({ unit: 'grapheme' }).filter((text) => text !== '__proto__');

describe('encodeColumns and decodeColumns', () => {
  it('give back any columns', () => {
    fc.assert(
      fc.property(fc.dictionary(name, column, { noNullPrototype: true }), (columns) => {
        const read = decodeColumns(encoded(columns), 'a.bin');
        expect(read).toEqual(columns);
        expect(Object.keys(read)).toEqual(Object.keys(columns));
      }),
    );
  });

  it('write views without what lies around them', () => {
    const view = Uint32Array.of(1, 2, 3, 4).subarray(1, 3);
    expect(decodeColumns(encoded({ view }), 'a.bin')).toEqual({ view: Uint32Array.of(2, 3) });
  });

  it('read bytes that do not begin at a multiple of 8', () => {
    const bytes = encoded({ values: Float32Array.of(0.5, 2) });
    const shifted = new Uint8Array(bytes.length + 3);
    shifted.set(bytes, 3);
    expect(decodeColumns(shifted.subarray(3), 'a.bin')).toEqual({
      values: Float32Array.of(0.5, 2),
    });
  });
});

describe('decodeColumns', () => {
  it('refuses a file cut or lengthened anywhere and names it', () => {
    const bytes = encoded({ a: Uint32Array.of(1, 2, 3), b: Uint8Array.of(9) });
    for (let length = 0; length < bytes.length; length += 1) {
      expect(() => decodeColumns(bytes.slice(0, length), 'a.bin')).toThrow(IndexCorruptError);
    }
    const longer = new Uint8Array(bytes.length + 8);
    longer.set(bytes);
    expect(() => decodeColumns(longer, 'terms.bin')).toThrow('terms.bin');
  });

  it('answers any bytes with columns or an IndexCorruptError', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 64 }), (bytes) => {
        try {
          decodeColumns(bytes, 'a.bin');
        } catch (error) {
          expect(error).toBeInstanceOf(IndexCorruptError);
        }
      }),
    );
  });
});

describe('columnOf', () => {
  const columns = { a: Uint32Array.of(1) };

  it('gives the column of that name and type', () => {
    expect(columnOf(columns, 'a', 'u32', 'a.bin')).toBe(columns.a);
  });

  it.each([
    ['b', 'u32'],
    ['a', 'f32'],
  ] as const)('refuses column %s as %s and names it', (wanted, type) => {
    expect(() => columnOf(columns, wanted, type, 'a.bin')).toThrow(IndexCorruptError);
    expect(() => columnOf(columns, wanted, type, 'a.bin')).toThrow(`"${wanted}"`);
  });
});
