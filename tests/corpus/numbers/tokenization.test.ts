import { describe, expect, it } from 'vitest';
import { noteSays } from '../note-says.ts';

const slug = 'tokenization';

type Word = { symbols: string[]; count: number };

function mostFrequentPair(words: readonly Word[]): { pair: string; count: number } {
  const counts = new Map<string, number>();
  for (const { symbols, count } of words) {
    for (let index = 0; index + 1 < symbols.length; index += 1) {
      const pair = `${symbols[index]}-${symbols[index + 1]}`;
      counts.set(pair, (counts.get(pair) ?? 0) + count);
    }
  }
  let best = { pair: '', count: 0 };
  for (const [pair, count] of counts) {
    if (count > best.count) best = { pair, count };
  }
  return best;
}

function merge(words: readonly Word[], pair: string): Word[] {
  return words.map(({ symbols, count }) => {
    const merged: string[] = [];
    for (const symbol of symbols) {
      const last = merged.at(-1);
      if (last !== undefined && `${last}-${symbol}` === pair) merged[merged.length - 1] += symbol;
      else merged.push(symbol);
    }
    return { symbols: merged, count };
  });
}

describe('numbers in tokenization', () => {
  it('runs three merges of byte-pair encoding', () => {
    let words: Word[] = [
      { symbols: [...'rain'], count: 6 },
      { symbols: [...'train'], count: 4 },
      { symbols: [...'ran'], count: 3 },
      { symbols: [...'pin'], count: 2 },
    ];
    const merges: { pair: string; count: number }[] = [];
    for (let round = 0; round < 3; round += 1) {
      const best = mostFrequentPair(words);
      merges.push(best);
      words = merge(words, best.pair);
    }
    expect(noteSays(slug, 'The pair r-a occurs 13 times')).toBe(true);
    expect(noteSays(slug, 'The pair i-n occurs 12 times')).toBe(true);
    expect(noteSays(slug, 'The pair ra-in occurs 10 times')).toBe(true);
    expect(merges).toEqual([
      { pair: 'r-a', count: 13 },
      { pair: 'i-n', count: 12 },
      { pair: 'ra-in', count: 10 },
    ]);
    expect(words[1]?.symbols).toEqual(['t', 'rain']);
  });

  it('counts the vocabulary of GPT-2', () => {
    expect(noteSays(slug, 'which gives 50,257 entries')).toBe(true);
    expect(256 + 50_000 + 1).toBe(50_257);
  });

  it('computes the saving of the Llama 3 tokeniser', () => {
    expect(noteSays(slug, 'takes 3,155 tokens at 3.17 characters per token')).toBe(true);
    expect(noteSays(slug, '2,538 tokens at 3.94, which is about 20% fewer')).toBe(true);
    expect(Math.round(10_000 / 3.17)).toBe(3155);
    expect(Math.round(10_000 / 3.94)).toBe(2538);
    expect(Math.round((1 - 2538 / 3155) * 100)).toBe(20);
  });

  it('counts embedding weights', () => {
    expect(noteSays(slug, 'holds 525 million weights, while 32,000 entries hold 131 million')).toBe(
      true,
    );
    expect(Math.round((128_256 * 4096) / 1e6)).toBe(525);
    expect(Math.round((32_000 * 4096) / 1e6)).toBe(131);
  });
});
