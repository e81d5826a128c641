import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ChunkFit } from '../../../src/library/contract.ts';
import { fuseArms } from '../../../src/retrieve/fuse-arms.ts';

const settings = { coverageWeight: 0.5, gatheringDiscount: 0.08 };
const vector = new Float32Array(2);

interface Chunk {
  readonly cosine: number;
  readonly coverage: number;
  readonly bm25: number;
  readonly gathering: boolean;
}

/** A library of these chunks, which notes whose cosines it was asked for. */
function libraryOf(chunks: readonly Chunk[]) {
  const compared: number[] = [];
  return {
    compared,
    fits: async (
      ordinals: readonly number[],
      query: { readonly terms: readonly string[]; readonly vector: Float32Array | undefined },
    ): Promise<ChunkFit[]> => {
      if (query.vector) compared.push(...ordinals);
      return ordinals.map((ordinal) => ({
        ordinal,
        cosine: query.vector && chunks[ordinal]!.cosine,
        coverage: query.terms.length > 0 ? chunks[ordinal]!.coverage : 0,
        gathering: chunks[ordinal]!.gathering,
      }));
    },
  };
}

/** The best `count` by one of the numbers, those of 0 left out. */
function armOf(chunks: readonly Chunk[], by: 'cosine' | 'bm25', count: number) {
  return chunks
    .map((chunk, ordinal) => ({ ordinal, score: chunk[by] }))
    .filter(({ score }) => score > 0)
    .sort((left, right) => right.score - left.score || left.ordinal - right.ordinal)
    .slice(0, count);
}

const share = fc.integer({ min: 0, max: 20 }).map((level) => level / 20);
const chunk = fc.record({ cosine: share, coverage: share, bm25: share, gathering: fc.boolean() });
const chunksOf = fc.array(chunk, { minLength: 1, maxLength: 25 });

describe('fuseArms', () => {
  it('ranks the best k as scoring every chunk that an arm found would', async () => {
    await fc.assert(
      fc.asyncProperty(
        chunksOf,
        fc.integer({ min: 1, max: 8 }),
        fc.integer({ min: 0, max: 8 }),
        async (chunks, k, more) => {
          const lexical = armOf(chunks, 'bm25', k + more);
          const found = armOf(chunks, 'cosine', k + more);
          const fused = await fuseArms(
            libraryOf(chunks),
            ['term'],
            { found: lexical },
            { vector, found },
            k,
            settings,
          );
          const ordinals = new Set([...lexical, ...found].map(({ ordinal }) => ordinal));
          const expected = [...ordinals]
            .map((ordinal) => {
              const { cosine, coverage, gathering } = chunks[ordinal]!;
              return { ordinal, score: cosine + 0.5 * coverage - (gathering ? 0.08 : 0) };
            })
            .sort((left, right) => right.score - left.score || left.ordinal - right.ordinal);
          expect(fused.slice(0, k).map(({ ordinal, score }) => ({ ordinal, score }))).toEqual(
            expected.slice(0, k),
          );
          for (const { ordinal, lexical: word, dense } of fused) {
            expect(word?.rank).toBe(rankIn(lexical, ordinal));
            expect(dense?.rank).toBe(rankIn(found, ordinal));
          }
        },
      ),
    );
  });

  it('compares no vector that cannot bring its chunk among the best', async () => {
    const plain = { gathering: false, bm25: 0 };
    const library = libraryOf([
      { ...plain, cosine: 0.9, coverage: 0.8 },
      { ...plain, cosine: 0.8, coverage: 0.8 },
      { ...plain, cosine: 0.1, coverage: 0.4, bm25: 2 },
      { ...plain, cosine: 0.7, coverage: 1, bm25: 1 },
    ]);
    const found = [
      { ordinal: 0, score: 0.9 },
      { ordinal: 1, score: 0.8 },
    ];
    const lexical = [
      { ordinal: 2, score: 2 },
      { ordinal: 3, score: 1 },
    ];
    const fused = await fuseArms(
      library,
      ['term'],
      { found: lexical },
      { vector, found },
      2,
      settings,
    );
    expect(fused.map(({ ordinal }) => ordinal)).toEqual([0, 1, 3]);
    expect(library.compared).toEqual([3]);
  });

  it('takes the cosines that are known for what they are, however low the last is that was found', async () => {
    const plain = { gathering: false, coverage: 0, bm25: 0 };
    const chunks = [
      { ...plain, cosine: 0.9 },
      { ...plain, cosine: 0.8, bm25: 1 },
      { ...plain, cosine: 0.1 },
    ];
    const found = [
      { ordinal: 0, score: 0.9 },
      { ordinal: 2, score: 0.1 },
    ];
    const library = libraryOf(chunks);
    const lexical = [{ ordinal: 1, score: 1 }];
    const fits = await library.fits([1], { terms: ['term'], vector });
    const fused = await fuseArms(
      library,
      ['term'],
      { found: lexical, fits },
      { vector, found },
      2,
      settings,
    );
    expect(fused.slice(0, 2).map(({ ordinal }) => ordinal)).toEqual([0, 1]);
  });

  it('ranks by words alone without vectors', async () => {
    const plain = { gathering: false, cosine: 0 };
    const library = libraryOf([
      { ...plain, coverage: 0.5, bm25: 1 },
      { ...plain, coverage: 0.5, bm25: 2 },
      { ...plain, coverage: 1, bm25: 1 },
    ]);
    const lexical = [
      { ordinal: 1, score: 2 },
      { ordinal: 0, score: 1 },
      { ordinal: 2, score: 1 },
    ];
    const fused = await fuseArms(library, ['term'], { found: lexical }, undefined, 1, settings);
    expect(fused.map(({ ordinal, cosine, score }) => ({ ordinal, cosine, score }))).toEqual([
      { ordinal: 1, cosine: undefined, score: 0.75 },
      { ordinal: 2, cosine: undefined, score: 0.75 },
      { ordinal: 0, cosine: undefined, score: 0.5 },
    ]);
    expect(library.compared).toEqual([]);
  });
});

function rankIn(found: readonly { readonly ordinal: number }[], ordinal: number) {
  const at = found.findIndex((one) => one.ordinal === ordinal);
  return at === -1 ? undefined : at + 1;
}
