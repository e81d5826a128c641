import { describe, expect, it } from 'vitest';
import { noteSays } from '../note-says.ts';

describe('numbers in openai-api', () => {
  it('sums the input tokens of a growing chat', () => {
    let inputTokens = 0;
    for (let turn = 1; turn <= 20; turn += 1) {
      inputTokens += 300 * turn;
    }
    expect(noteSays('openai-api', 'has used 63,000 input tokens after 20 turns')).toBe(true);
    expect(inputTokens).toBe(63_000);
  });

  it('fits requests into a token limit', () => {
    expect(noteSays('openai-api', 'at most 83 requests fit into one minute')).toBe(true);
    expect(Math.floor(200_000 / 2400)).toBe(83);
  });

  it('computes the cost of a call and of a day', () => {
    const costPerCall = (2000 * 2 + 400 * 8) / 1_000_000;
    expect(noteSays('openai-api', '400 output tokens costs USD 0.0072')).toBe(true);
    expect(costPerCall).toBeCloseTo(0.0072, 10);
    expect(noteSays('openai-api', 'adds up to USD 720 a day')).toBe(true);
    expect(costPerCall * 100_000).toBeCloseTo(720, 6);
  });

  it('compares a cached prefix used twice with no cache', () => {
    expect(noteSays('openai-api', 'a prefix used twice costs 1.35 units instead of 2')).toBe(true);
    expect(1.25 + 0.1).toBeCloseTo(1.35, 10);
  });
});
