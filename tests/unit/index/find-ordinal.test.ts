import fc from 'fast-check';
import { expect, it } from 'vitest';
import { findOrdinal, findOrdinalAhead } from '../../../src/index/find-ordinal.ts';

const row = fc
  .uniqueArray(fc.nat({ max: 200 }), { maxLength: 60 })
  .map((ordinals) => Uint32Array.from(ordinals).sort());

it.each([{ find: findOrdinal }, { find: findOrdinalAhead }])(
  '$find.name gives the first place that is not below',
  ({ find }) => {
    fc.assert(
      fc.property(row, fc.nat({ max: 210 }), fc.nat({ max: 60 }), (ordinals, ordinal, skipped) => {
        const start = Math.min(skipped, ordinals.length);
        const rest = [...ordinals.subarray(start)];
        const first = rest.findIndex((one) => one >= ordinal);
        const expected = first === -1 ? ordinals.length : start + first;
        expect(find(ordinals, ordinal, start, ordinals.length)).toBe(expected);
      }),
    );
  },
);
