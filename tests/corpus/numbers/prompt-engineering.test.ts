import { describe, expect, it } from 'vitest';
import { noteSays } from '../note-says.ts';

describe('numbers in prompt-engineering', () => {
  it('computes the tokens and the price of eight few-shot examples', () => {
    const tokensPerCall = 8 * 150;
    const tokensPerDay = tokensPerCall * 100_000;
    const usdPerDay = (tokensPerDay / 1_000_000) * 1;
    expect(noteSays('prompt-engineering', 'add 1,200 input tokens per call')).toBe(true);
    expect(noteSays('prompt-engineering', 'add 120 million input tokens a day')).toBe(true);
    expect(noteSays('prompt-engineering', 'those eight examples cost USD 120 a day')).toBe(true);
    expect(tokensPerCall).toBe(1_200);
    expect(tokensPerDay).toBe(120_000_000);
    expect(usdPerDay).toBe(120);
  });

  it('computes the standard error of the difference of two pass rates', () => {
    const cases = 100;
    const error = Math.sqrt((0.86 * 0.14) / cases + (0.9 * 0.1) / cases);
    expect(noteSays('prompt-engineering', 'standard error of about 4.6 percentage points')).toBe(
      true,
    );
    expect(error * 100).toBeCloseTo(4.6, 1);
  });
});
