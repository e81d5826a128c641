import { describe, expect, it } from 'vitest';
import type { Embedder } from '../../../src/embed/contract.ts';
import type { Scored } from '../../../src/index/contract.ts';
import type { LibraryReader } from '../../../src/library/contract.ts';
import { rankChunks } from '../../../src/retrieve/rank-chunks.ts';
import type { RewrittenQuestion } from '../../../src/retrieve/rewrite-question.ts';
import { Tracer } from '../../../src/retrieve/tracer.ts';

const question: RewrittenQuestion = {
  asked: 'why?',
  leftOut: [],
  text: 'why?',
  terms: ['why'],
  repairs: [],
  unknownWords: [],
  joinedWith: null,
};
const encoder: Embedder = {
  fingerprint: 'fake',
  dimensions: 2,
  ready: Promise.resolve(),
  embedDocuments: async () => [],
  embedQuery: async () => new Float32Array([1, 0]),
  close: async () => {},
};

/** Chunks 0 to 2, of which the words find 1. */
function libraryOf(
  vectorIndex: 'flat' | 'graph',
  searchDense: () => Promise<Scored[]>,
): LibraryReader & { readonly asked: string[] } {
  const asked: string[] = [];
  const cosines = [0.9, 0.8, 0.1];
  const library: Pick<LibraryReader, 'vectorIndex' | 'searchLexical' | 'searchDense' | 'fits'> = {
    vectorIndex,
    searchLexical: async () => {
      asked.push('lexical');
      return [{ ordinal: 1, score: 1 }];
    },
    searchDense: () => {
      asked.push('dense');
      return searchDense();
    },
    fits: async (ordinals, { vector }) => {
      asked.push(`fits ${ordinals}`);
      return ordinals.map((ordinal) => ({
        ordinal,
        cosine: vector && cosines[ordinal]!,
        coverage: 0,
        gathering: false,
      }));
    },
  };
  return { ...(library as LibraryReader), asked };
}

const rank = (
  library: LibraryReader,
  tracer = new Tracer(),
  by: Embedder | null = encoder,
  needed = 2,
) =>
  rankChunks(question, library, by, {
    candidates: 2,
    needed,
    lexical: true,
    fusion: { coverageWeight: 0.5, gatheringDiscount: 0.08 },
    explain: false,
    tracer,
  });

describe('rankChunks', () => {
  it('searches words, and asks how they fit, while a graph compares vectors', async () => {
    let found: (scored: Scored[]) => void = () => {};
    const library = libraryOf('graph', () => new Promise((resolve) => (found = resolve)));
    const tracer = new Tracer();
    const ranking = rank(library, tracer);
    await expect.poll(() => library.asked).toEqual(['dense', 'lexical', 'fits 1']);
    // It has passed over the second best.
    found([
      { ordinal: 0, score: 0.9 },
      { ordinal: 2, score: 0.1 },
    ]);
    const { candidates } = await ranking;
    expect(candidates.map(({ ordinal, cosine }) => [ordinal, cosine])).toEqual([
      [0, 0.9],
      [1, 0.8],
      [2, 0.1],
    ]);
    expect(tracer.finish().steps.map(({ name }) => name)).toEqual(['dense', 'lexical', 'fuse']);
  });

  it('computes no cosine that an exact search makes needless', async () => {
    const library = libraryOf('flat', async () => [
      { ordinal: 0, score: 0.9 },
      { ordinal: 2, score: 0.85 },
    ]);
    const { candidates } = await rank(library, new Tracer(), encoder, 1);
    expect(candidates.map(({ ordinal }) => ordinal)).toEqual([0, 2]);
    expect(library.asked).toEqual(['dense', 'lexical', 'fits 0,2,1', 'fits ']);
  });

  it('searches by words alone without an encoder', async () => {
    const library = libraryOf('graph', async () => []);
    const { candidates, vector } = await rank(library, new Tracer(), null);
    expect(candidates.map(({ ordinal }) => ordinal)).toEqual([1]);
    expect(vector).toBeUndefined();
    expect(library.asked).not.toContain('dense');
  });

  it.each(['flat', 'graph'] as const)('fails as the search of vectors does (%s)', async (kind) => {
    const library = libraryOf(kind, async () => Promise.reject(new Error('no vectors')));
    await expect(rank(library)).rejects.toThrow('no vectors');
    const broken = { ...encoder, embedQuery: () => Promise.reject(new Error('no encoder')) };
    await expect(rank(library, new Tracer(), broken)).rejects.toThrow('no encoder');
  });
});
