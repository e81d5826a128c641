import { describe, expect, it } from 'vitest';
import { noteSays } from '../note-says.ts';

const slug = 'agentic-and-graph-rag';

describe('numbers in agentic-and-graph-rag', () => {
  it('adds the input tokens of an agent loop', () => {
    let loopTokens = 0;
    for (let step = 1; step <= 5; step += 1) {
      loopTokens += 1_000 + step * 2_000;
    }
    expect(noteSays(slug, 'the model reads 35,000 input tokens in total')).toBe(true);
    expect(loopTokens).toBe(35_000);
    expect(noteSays(slug, 'the loop costs about 12 times as much input')).toBe(true);
    expect(Math.round(loopTokens / 3_000)).toBe(12);
  });

  it('computes the cost of graph extraction and of embedding', () => {
    const calls = Math.ceil(1_000_000 / 600);
    const usd = (calls * 2_600 * 0.5 + calls * 400 * 2) / 1e6;
    expect(noteSays(slug, 'needs 1,667 extraction calls')).toBe(true);
    expect(calls).toBe(1_667);
    expect(noteSays(slug, 'extraction costs about USD 3.50')).toBe(true);
    expect(usd).toBeCloseTo(3.5, 2);
    expect(noteSays(slug, 'extraction is about 175 times as expensive')).toBe(true);
    expect(Math.round(usd / 0.02)).toBe(175);
  });
});
