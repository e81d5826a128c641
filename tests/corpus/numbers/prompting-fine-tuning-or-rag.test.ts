import { describe, expect, it } from 'vitest';
import { noteSays } from '../note-says.ts';

const slug = 'prompting-fine-tuning-or-rag';

describe('numbers in prompting-fine-tuning-or-rag', () => {
  it('computes the monthly saving and the break-even of a shorter prompt', () => {
    const savedTokensPerCall = 2_000 - 200;
    const savedUsdPerMonth = ((savedTokensPerCall * 1_000_000) / 1_000_000) * 0.5;
    expect(noteSays(slug, 'each call saves 1,800 input tokens')).toBe(true);
    expect(savedTokensPerCall).toBe(1_800);
    expect(noteSays(slug, 'the saving is USD 900 a month')).toBe(true);
    expect(savedUsdPerMonth).toBe(900);
    expect(noteSays(slug, 'the fine-tuning pays for itself in 5 months')).toBe(true);
    expect(4_500 / savedUsdPerMonth).toBe(5);
  });

  it('compares a whole handbook with five retrieved passages', () => {
    const retrievedTokens = 5 * 400;
    expect(noteSays(slug, 'which total 2,000 tokens')).toBe(true);
    expect(retrievedTokens).toBe(2_000);
    expect(noteSays(slug, 'costs 75 times as many context tokens')).toBe(true);
    expect(150_000 / retrievedTokens).toBe(75);
  });
});
