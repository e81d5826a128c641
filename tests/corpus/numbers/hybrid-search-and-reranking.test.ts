import { describe, expect, it } from 'vitest';
import { noteSays } from '../note-says.ts';

const slug = 'hybrid-search-and-reranking';

describe('numbers in hybrid-search-and-reranking', () => {
  it('computes the BM25 contribution of a term', () => {
    const idf = Math.log(1 + (1_000 - 10 + 0.5) / (10 + 0.5));
    const factor = (count: number): number => (count * (1.2 + 1)) / (count + 1.2);
    expect(noteSays(slug, 'the IDF is about 4.56')).toBe(true);
    expect(idf).toBeCloseTo(4.56, 2);
    expect(noteSays(slug, 'about 1.57 and the term adds about 7.16')).toBe(true);
    expect(factor(3)).toBeCloseTo(1.57, 2);
    expect(idf * factor(3)).toBeCloseTo(7.16, 2);
    expect(noteSays(slug, 'the factor rises only to about 2.12')).toBe(true);
    expect(factor(30)).toBeCloseTo(2.12, 2);
  });

  it('computes reciprocal rank fusion scores', () => {
    expect(noteSays(slug, 'scores about 0.03227')).toBe(true);
    expect(1 / 61 + 1 / 63).toBeCloseTo(0.03227, 5);
    expect(noteSays(slug, 'at rank 1 scores about 0.01639')).toBe(true);
    expect(1 / 61).toBeCloseTo(0.01639, 5);
  });

  it('computes the time of a cross-encoder', () => {
    expect(noteSays(slug, 'takes 0.5 s, and scoring 1,000,000 passages would take about 83')).toBe(
      true,
    );
    expect((100 * 5) / 1_000).toBe(0.5);
    expect(Math.round((1_000_000 * 5) / 1_000 / 60)).toBe(83);
  });

  it('compares the storage of late interaction with one vector', () => {
    expect(noteSays(slug, 'takes 51,200 bytes, which is 12.5 times the 4,096 bytes')).toBe(true);
    expect(200 * 128 * 2).toBe(51_200);
    expect(1_024 * 4).toBe(4_096);
    expect((200 * 128 * 2) / (1_024 * 4)).toBe(12.5);
  });
});
