import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createRowWeighing } from '../../../src/index/weigh-rows.ts';

const size = 600;
const row = fc
  .tuple(fc.integer({ min: 1, max: 40 }), fc.nat({ max: 20 }))
  .map(([step, first]) =>
    Array.from({ length: Math.ceil((size - first) / step) }, (_, at) => first + at * step),
  );

it('sums for each chunk the weights of the rows that hold it', () => {
  const rows = fc.array(row, { maxLength: 6 });
  // One chunk is searched in long rows, twenty are marked and met.
  const chosen = fc.array(fc.nat({ max: size - 1 }), { maxLength: 20 });
  fc.assert(
    fc.property(rows, chosen, chosen, (held, first, second) => {
      const ordinals = Uint32Array.from(held.flat());
      let start = 0;
      const weighted = held.map((one, at) => {
        const end = start + one.length;
        const ranged = { start, end, weight: at + 1 };
        start = end;
        return ranged;
      });
      const weigh = createRowWeighing({ size, ordinals });
      for (const ordinals of [first, second, first]) {
        expect(weigh(weighted, ordinals)).toEqual(
          ordinals.map((ordinal) =>
            held.reduce((sum, one, at) => sum + (one.includes(ordinal) ? at + 1 : 0), 0),
          ),
        );
      }
    }),
  );
});
