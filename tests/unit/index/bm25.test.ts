import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { seededRandom } from '../../../src/evaluate/metrics.ts';
import { Bm25Builder, createBm25Index } from '../../../src/index/bm25.ts';
import type { Scored } from '../../../src/index/contract.ts';
import { isWithin, someRanges } from '../../fakes/some-ranges.ts';

type Chunks = readonly ReadonlyMap<string, number>[];

function indexOf(chunks: Chunks) {
  const builder = new Bm25Builder();
  for (const chunk of chunks) builder.add(chunk, chunk.keys());
  return createBm25Index(builder.finish());
}

const naiveIdf = (chunks: Chunks, term: string): number => {
  const holding = chunks.filter((chunk) => chunk.has(term)).length;
  return Math.log(1 + (chunks.length - holding + 0.5) / (holding + 0.5));
};

function naiveSearch(chunks: Chunks, terms: readonly string[]): Scored[] {
  const lengths = chunks.map((chunk) => [...chunk.values()].reduce((sum, tf) => sum + tf, 0));
  const average = lengths.reduce((sum, length) => sum + length, 0) / chunks.length;
  return chunks
    .map((chunk, ordinal) => {
      let score = 0;
      for (const term of new Set(terms)) {
        const tf = chunk.get(term) ?? 0;
        const length = 1 - 0.75 + (0.75 * lengths[ordinal]!) / average;
        if (tf > 0) score += (naiveIdf(chunks, term) * tf * 2.2) / (tf + 1.2 * length);
      }
      return { ordinal, score };
    })
    .filter(({ score }) => score > 0);
}

const term = fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f', 'g');
const chunk = fc
  .array(fc.tuple(term, fc.integer({ min: 1, max: 5 })), { maxLength: 6 })
  .map((entries) => new Map(entries));
const chunksOf = fc.array(chunk, { minLength: 1, maxLength: 30 });
const query = fc.array(fc.oneof(term, fc.constant('unknown')), { maxLength: 6 });

describe('createBm25Index', () => {
  it('scores as the formula says', () => {
    fc.assert(
      fc.property(chunksOf, query, (chunks, terms) => {
        const found = indexOf(chunks).search(terms, chunks.length);
        const expected = naiveSearch(chunks, terms);
        expect(found.map(({ ordinal }) => ordinal).sort((a, b) => a - b)).toEqual(
          expected.map(({ ordinal }) => ordinal),
        );
        const scores = new Map(expected.map(({ ordinal, score }) => [ordinal, score]));
        for (const { ordinal, score } of found) {
          expect(score).toBeCloseTo(scores.get(ordinal)!, 4);
        }
      }),
    );
  });

  it('ranks by falling score, ties by ordinal, and cuts at k', () => {
    fc.assert(
      fc.property(chunksOf, query, fc.nat({ max: 40 }), (chunks, terms, k) => {
        const index = indexOf(chunks);
        const all = index.search(terms, chunks.length);
        for (const [at, next] of all.slice(1).entries()) {
          const before = all[at]!;
          expect(
            before.score > next.score ||
              (before.score === next.score && before.ordinal < next.ordinal),
          ).toBe(true);
        }
        expect(index.search(terms, k)).toEqual(all.slice(0, k));
      }),
    );
  });

  it('gives within ranges what is left of the whole, with the same scores', () => {
    const narrowed = chunksOf.chain((chunks) =>
      fc.tuple(fc.constant(chunks), someRanges(chunks.length)),
    );
    fc.assert(
      fc.property(narrowed, query, fc.nat({ max: 40 }), ([chunks, within], terms, k) => {
        const index = indexOf(chunks);
        const whole = index.search(terms, chunks.length);
        expect(index.search(terms, k, within)).toEqual(
          whole.filter(({ ordinal }) => isWithin(within, ordinal)).slice(0, k),
        );
      }),
    );
  });

  it('does so where few chunks can be among the best', () => {
    const random = seededRandom(3);
    const chunks = Array.from(
      { length: 4_000 },
      () =>
        new Map(
          ['a', 'b', 'c', 'd', 'e', 'f']
            .filter((_, rarity) => random() < 0.9 / 4 ** rarity)
            .map((each) => [each, 1 + Math.floor(3 * random())]),
        ),
    );
    const index = indexOf(chunks);
    const terms = ['f', 'a', 'e', 'b', 'c'];
    const whole = index.search(terms, chunks.length);
    for (const within of [
      [{ start: 0, end: 4_000 }],
      [{ start: 100, end: 3_900 }],
      Array.from({ length: 200 }, (_, at) => ({ start: 20 * at + 3, end: 20 * at + 17 })),
    ]) {
      for (const k of [1, 10, 50]) {
        expect(index.search(terms, k, within)).toEqual(
          whole.filter(({ ordinal }) => isWithin(within, ordinal)).slice(0, k),
        );
      }
    }
  });

  it('answers each search as if it were the first', () => {
    const index = indexOf([new Map([['a', 1]]), new Map([['b', 2]])]);
    const first = index.search(['a', 'b'], 2);
    index.search(['b'], 1);
    expect(index.search(['a', 'b'], 2)).toEqual(first);
  });

  it('gives coverage as the share of idf', () => {
    fc.assert(
      fc.property(chunksOf, query, (chunks, terms) => {
        const index = indexOf(chunks);
        const distinct = [...new Set(terms)];
        const all = distinct.reduce((sum, each) => sum + naiveIdf(chunks, each), 0);
        const expected = chunks.map((held) => {
          const found = distinct
            .filter((each) => (held as ReadonlyMap<string, number>).has(each))
            .reduce((sum, each) => sum + naiveIdf(chunks, each), 0);
          return all === 0 ? 0 : found / all;
        });
        const shares = index.coverage(terms, [...chunks.keys()]);
        expect(shares).toHaveLength(chunks.length);
        for (const [at, share] of shares.entries()) expect(share).toBeCloseTo(expected[at]!, 8);
      }),
    );
  });

  it('says in how many chunks a term stands, and most idf of an unknown one', () => {
    const index = indexOf([
      new Map([['a', 1]]),
      new Map([
        ['a', 2],
        ['b', 1],
      ]),
    ]);
    expect(['a', 'b', 'x'].map(index.documentFrequency)).toEqual([2, 1, 0]);
    expect(index.idf('x')).toBeGreaterThan(index.idf('b'));
    expect(index.idf('b')).toBeGreaterThan(index.idf('a'));
    expect(index.idf('a')).toBeGreaterThan(0);
  });

  it('gives nothing when the index is empty', () => {
    const index = indexOf([]);
    expect(index.size).toBe(0);
    expect(index.search(['a'], 5)).toEqual([]);
    expect(index.nearestWord('word')).toBeUndefined();
  });

  it('gives nothing without terms', () => {
    expect(indexOf([new Map([['a', 1]])]).search([], 5)).toEqual([]);
  });

  it('repairs a misspelt word to one of its own', () => {
    const index = indexOf([new Map([['transform', 1]])]);
    expect(index.nearestWord('tranform')).toBe('transform');
  });

  it('holds more postings than it first has room for', () => {
    const chunks = Array.from(
      { length: 60 },
      (_, at) => new Map(Array.from({ length: 50 }, (_, of) => [`t${(at * 7 + of) % 90}`, 1])),
    );
    const found = indexOf(chunks)
      .search(['t5'], 60)
      .map(({ ordinal }) => ordinal);
    expect(found.sort((a, b) => a - b)).toEqual(
      naiveSearch(chunks, ['t5']).map(({ ordinal }) => ordinal),
    );
  });
});
