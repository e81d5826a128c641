import { describe, expect, it } from 'vitest';
import { createFlatIndex } from '../../../src/index/flat.ts';
import { createDenseSearch, POINTER_DISCOUNT } from '../../../src/library/dense-search.ts';
import { isWithin } from '../../fakes/some-ranges.ts';

const at = (degrees: number): number[] => {
  const radians = (degrees * Math.PI) / 180;
  return [Math.cos(radians), Math.sin(radians)];
};
const table = (degrees: number[]) => ({
  values: Float32Array.from(degrees.flatMap(at)),
  dimensions: 2,
});
const query = (degrees: number): Float32Array => Float32Array.from(at(degrees));

// Four chunks; one question leads to chunks 1 and 2, an item to chunk 3.
const chunks = createFlatIndex(table([0, 60, 80, 170]));
const search = createDenseSearch(chunks, {
  index: createFlatIndex(table([20, 150])),
  firstChunk: Uint32Array.of(1, 3),
  endChunk: Uint32Array.of(3, 4),
  item: Uint8Array.of(0, 1),
});

describe('createDenseSearch', () => {
  it('raises the chunks of a section whose question is near, and only those', async () => {
    const byQuestion = Math.cos(0) - POINTER_DISCOUNT;
    expect(await search.search(query(20), 4)).toEqual([
      { ordinal: 0, score: expect.closeTo(Math.cos((20 * Math.PI) / 180), 5) },
      { ordinal: 1, score: expect.closeTo(byQuestion, 5) },
      { ordinal: 2, score: expect.closeTo(byQuestion, 5) },
      { ordinal: 3, score: expect.closeTo(at(130)[0]! - POINTER_DISCOUNT, 5) },
    ]);
  });

  it('finds a chunk by its question that its own text would not bring in', async () => {
    const found = await search.search(query(20), 2);
    expect(found.map(({ ordinal }) => ordinal)).toEqual([0, 1]);
    expect((await chunks.search(query(0), 1))[0]?.ordinal).toBe(0);
    expect((await search.search(query(130), 1))[0]?.ordinal).toBe(3);
  });

  it('scores a chunk as the search does', async () => {
    for (const degrees of [0, 20, 75, 140]) {
      for (const { ordinal, score } of await search.search(query(degrees), 4)) {
        expect(search.score(query(degrees), ordinal)).toBeCloseTo(score, 5);
      }
    }
  });

  it('asks for more pointers where the nearest lead to few chunks', async () => {
    // Four pointers to chunk 0 stand before the one to chunk 2.
    const crowded = createDenseSearch(createFlatIndex(table([90, 100, 110, 120])), {
      index: createFlatIndex(table([0, 1, 2, 3, 20])),
      firstChunk: Uint32Array.of(0, 0, 0, 0, 2),
      endChunk: Uint32Array.of(1, 1, 1, 1, 3),
      item: new Uint8Array(5),
    });
    const found = await crowded.search(query(0), 2);
    expect(found.map(({ ordinal }) => ordinal)).toEqual([0, 2]);
    for (const { ordinal, score } of found) {
      expect(score).toBeCloseTo(crowded.score(query(0), ordinal), 5);
    }
  });

  it('searches among some chunks, and lets pointers to others lead nowhere', async () => {
    const whole = await search.search(query(20), 4);
    for (const within of [
      [{ start: 0, end: 2 }],
      [{ start: 2, end: 3 }],
      [
        { start: 0, end: 1 },
        { start: 3, end: 4 },
      ],
      [],
    ]) {
      expect(await search.search(query(20), 3, within)).toEqual(
        whole.filter(({ ordinal }) => isWithin(within, ordinal)).slice(0, 3),
      );
    }
  });

  it('says how near the items of a chunk are, and leaves questions out', () => {
    expect(search.itemCosines(query(150), 3)).toEqual([expect.closeTo(1, 5)]);
    expect(search.itemCosines(query(150), 1)).toEqual([]);
    expect(createDenseSearch(chunks).itemCosines(query(150), 3)).toEqual([]);
  });

  it('is the plain search where no section lists a question', async () => {
    const plain = createDenseSearch(chunks);
    expect(await plain.search(query(33), 3)).toEqual(await chunks.search(query(33), 3));
    expect(plain.score(query(33), 2)).toBe(chunks.cosine(query(33), 2));
  });
});
