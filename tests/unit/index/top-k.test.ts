import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { TopK } from '../../../src/index/top-k.ts';

describe('TopK', () => {
  it('keeps what sorting would keep, in any order of offers', () => {
    const offers = fc
      .array(fc.integer({ min: -5, max: 5 }), { maxLength: 60 })
      .map((scores) => scores.map((score, ordinal) => ({ ordinal, score })))
      .chain((entries) => fc.shuffledSubarray(entries, { minLength: entries.length }));
    fc.assert(
      fc.property(offers, fc.nat({ max: 70 }), (entries, k) => {
        const best = new TopK(k);
        for (const { ordinal, score } of entries) best.offer(ordinal, score);
        const sorted = [...entries].sort(
          (left, right) => right.score - left.score || left.ordinal - right.ordinal,
        );
        expect(best.ranked()).toEqual(sorted.slice(0, k));
      }),
    );
  });

  it('goes on after it was asked, and says what the next one must exceed', () => {
    const scores = fc.array(fc.integer({ min: -5, max: 5 }), { maxLength: 40 });
    fc.assert(
      fc.property(scores, fc.integer({ min: 1, max: 20 }), (offered, k) => {
        const best = new TopK(k);
        for (const [ordinal, score] of offered.entries()) {
          best.offer(ordinal, score);
          const kept = best.ranked();
          expect(best.ranked()).toEqual(kept);
          expect(best.floor).toBe(kept[k - 1]?.score ?? Number.NEGATIVE_INFINITY);
        }
        const sorted = [...offered.entries()]
          .map(([ordinal, score]) => ({ ordinal, score }))
          .sort((left, right) => right.score - left.score || left.ordinal - right.ordinal);
        expect(best.ranked()).toEqual(sorted.slice(0, k));
      }),
    );
  });

  it('keeps nothing when k is 0', () => {
    const best = new TopK(0);
    best.offer(1, 1);
    expect(best.ranked()).toEqual([]);
    expect(best.floor).toBe(Number.POSITIVE_INFINITY);
  });
});
