import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { IndexCorruptError, UserInputError } from '../../src/errors.ts';
import { seededRandom } from '../../src/evaluate/metrics.ts';
import type { VectorIndex } from '../../src/index/contract.ts';
import { createFlatIndex } from '../../src/index/flat.ts';
import type { VectorTable } from '../../src/index/vector-table.ts';
import { isWithin, someRanges } from '../fakes/some-ranges.ts';

function unit(values: readonly number[]): Float32Array {
  const norm = Math.hypot(...values);
  return Float32Array.from(values, (value) => value / norm);
}

function tableOf(rows: readonly Float32Array[], dimensions: number): VectorTable {
  const values = new Float32Array(rows.length * dimensions);
  for (const [at, row] of rows.entries()) values.set(row, at * dimensions);
  return { values, dimensions };
}

function naive(rows: readonly Float32Array[], query: Float32Array) {
  return rows
    .map((row, ordinal) => ({
      ordinal,
      score: row.reduce((sum, value, at) => sum + value * query[at]!, 0),
    }))
    .sort((left, right) => right.score - left.score || left.ordinal - right.ordinal);
}

const coordinate = fc.integer({ min: -9, max: 9 });
const vector = (dimensions: number) =>
  fc
    .array(coordinate, { minLength: dimensions, maxLength: dimensions })
    .filter((values) => values.some((value) => value !== 0))
    .map(unit);
const searches = fc.integer({ min: 1, max: 12 }).chain((dimensions) =>
  fc.record({
    dimensions: fc.constant(dimensions),
    rows: fc.array(vector(dimensions), { maxLength: 40 }),
    query: vector(dimensions),
    k: fc.nat({ max: 60 }),
  }),
);

const axes = [unit([1, 0]), unit([0, 1]), unit([1, 0]), unit([1, 1]), unit([1, 0])];

interface Contender {
  readonly name: string;
  readonly create: (table: VectorTable) => VectorIndex;
}
const contenders: Contender[] = [
  { name: 'with SIMD', create: createFlatIndex },
  { name: 'without SIMD', create: (table) => createFlatIndex(table, () => undefined) },
];

describe.each(contenders)('the exact index $name', ({ create }) => {
  it('says what it is', () => {
    const index = create(tableOf(axes, 2));
    expect(index).toMatchObject({ kind: 'flat', size: 5, dimensions: 2 });
  });

  it('gives the exact best k by cosine', async () => {
    await fc.assert(
      fc.asyncProperty(searches, async ({ dimensions, rows, query, k }) => {
        const found = await create(tableOf(rows, dimensions)).search(query, k);
        const all = naive(rows, query);
        expect(found).toHaveLength(Math.min(k, rows.length));
        const cosines = new Map(all.map(({ ordinal, score }) => [ordinal, score]));
        expect(new Set(found.map(({ ordinal }) => ordinal)).size).toBe(found.length);
        for (const [at, { ordinal, score }] of found.entries()) {
          expect(score).toBeCloseTo(cosines.get(ordinal)!, 5);
          expect(score).toBeCloseTo(all[at]!.score, 5);
          const next = found[at + 1];
          if (next) {
            expect(score > next.score || (score === next.score && ordinal < next.ordinal)).toBe(
              true,
            );
          }
        }
      }),
    );
  });

  it('orders as a naive search where cosines differ', async () => {
    const rows = Array.from({ length: 200 }, (_, at) =>
      unit([Math.cos(at / 70), Math.sin(at / 70)]),
    );
    const query = unit([Math.cos(0.3011), Math.sin(0.3011)]);
    const found = await create(tableOf(rows, 2)).search(query, 30);
    const ordinals = naive(rows, query).map(({ ordinal }) => ordinal);
    expect(found.map(({ ordinal }) => ordinal)).toEqual(ordinals.slice(0, 30));
  });

  it('gives within ranges what is left of the whole, with the same scores', async () => {
    const narrowed = searches.chain((search) =>
      someRanges(search.rows.length).map((within) => ({ ...search, within })),
    );
    await fc.assert(
      fc.asyncProperty(narrowed, async ({ dimensions, rows, query, k, within }) => {
        const index = create(tableOf(rows, dimensions));
        // Another search before it leaves nothing behind.
        await index.search(query, k);
        const whole = await index.search(query, rows.length);
        expect(await index.search(query, k, within)).toEqual(
          whole.filter(({ ordinal }) => isWithin(within, ordinal)).slice(0, k),
        );
      }),
    );
  });

  it('orders ties by ordinal', async () => {
    const found = await create(tableOf(axes, 2)).search(unit([1, 0]), 5);
    expect(found.map(({ ordinal }) => ordinal)).toEqual([0, 2, 4, 3, 1]);
  });

  it('gives no passage when the index is empty', () => {
    const index = create(tableOf([], 3));
    expect(index.size).toBe(0);
    expect(index.search(unit([1, 2, 3]), 5)).toEqual([]);
  });

  it('gives all when k is above its size, and none when k is 0', () => {
    const index = create(tableOf(axes, 2));
    expect(index.search(unit([1, 1]), 50)).toHaveLength(5);
    expect(index.search(unit([1, 1]), 0)).toEqual([]);
  });

  it('gives the cosine to one chunk', () => {
    const index = create(tableOf(axes, 2));
    expect(index.cosine(unit([1, 0]), 3)).toBeCloseTo(Math.SQRT1_2, 6);
    expect(index.cosine(unit([-1, 0]), 0)).toBeCloseTo(-1, 6);
  });

  it.each([
    ['too short', Float32Array.of(1)],
    ['too long', Float32Array.of(1, 0, 0)],
    ['with a NaN', Float32Array.of(Number.NaN, 1)],
    ['with an infinity', Float32Array.of(0, Number.POSITIVE_INFINITY)],
  ])('refuses a query %s', (_, query) => {
    const index = create(tableOf(axes, 2));
    expect(() => index.search(query, 3)).toThrow(UserInputError);
    expect(() => create(tableOf([], 2)).search(query, 3)).toThrow(UserInputError);
  });

  it.each([
    ['a NaN', Float32Array.of(Number.NaN, 1)],
    ['zeros', Float32Array.of(0, 0)],
    ['an infinity', Float32Array.of(Number.POSITIVE_INFINITY, 0)],
    ['another length than 1', Float32Array.of(2, 0)],
  ])('refuses a table with a row of %s and names the row', (_, row) => {
    const table = tableOf([unit([1, 0]), row], 2);
    expect(() => create(table)).toThrow(IndexCorruptError);
    expect(() => create(table)).toThrow('Vector 1 ');
  });

  it('refuses a table that does not divide into rows', () => {
    expect(() => create({ values: Float32Array.of(1, 0, 1), dimensions: 2 })).toThrow(
      IndexCorruptError,
    );
    expect(() => create({ values: Float32Array.of(1), dimensions: 0 })).toThrow(IndexCorruptError);
  });
});

describe('the exact index with SIMD', () => {
  it('finds what a pass over all floats finds, to the last digit and in the same order', () => {
    const real = fc.double({ min: -1, max: 1, noNaN: true }).map(Math.fround);
    const wide = fc.integer({ min: 1, max: 70 }).chain((dimensions) => {
      const row = fc
        .array(real, { minLength: dimensions, maxLength: dimensions })
        .filter((values) => Math.hypot(...values) > 1e-3)
        .map(unit);
      return fc.record({
        rows: fc.array(row, { minLength: 1, maxLength: 120 }),
        query: row,
        k: fc.integer({ min: 1, max: 130 }),
      });
    });
    fc.assert(
      fc.property(wide, ({ rows, query, k }) => {
        const table = tableOf(rows, query.length);
        const plain = createFlatIndex(table, () => undefined);
        expect(createFlatIndex(table).search(query, k)).toEqual(plain.search(query, k));
      }),
    );
  });

  it('does so where all vectors resemble each other', () => {
    // As those of an encoder do: a part of each is common to all.
    const random = seededRandom(5);
    const rows = Array.from({ length: 2_000 }, () =>
      unit(Array.from({ length: 384 }, (_, at) => (at < 96 ? 1 : 4 * (random() - 0.5)))),
    );
    const table = tableOf(rows, 384);
    const plain = createFlatIndex(table, () => undefined);
    const index = createFlatIndex(table);
    for (const query of rows.slice(0, 50)) {
      expect(index.search(query, 50)).toEqual(plain.search(query, 50));
    }
  });
});
