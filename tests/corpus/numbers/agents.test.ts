import { describe, expect, it } from 'vitest';
import { noteSays } from '../note-says.ts';

describe('numbers in agents', () => {
  const totalInputTokens = (turns: number, base: number, added: number): number => {
    let total = 0;
    for (let turn = 0; turn < turns; turn += 1) {
      total += base + added * turn;
    }
    return total;
  };

  it('computes the input tokens of ten and twenty turns', () => {
    expect(
      noteSays(
        'agents',
        'With a base prompt of 3,000 tokens and 1,000 new tokens per turn, ten turns read 75,000 input tokens and twenty turns read 250,000.',
      ),
    ).toBe(true);
    expect(totalInputTokens(10, 3_000, 1_000)).toBe(75_000);
    expect(totalInputTokens(20, 3_000, 1_000)).toBe(250_000);
    expect(totalInputTokens(10, 3_000, 1_000)).toBe(10 * 3_000 + (1_000 * 10 * 9) / 2);
  });

  it('computes the success of ten independent steps', () => {
    expect(noteSays('agents', '95% success per step succeeds only about 60% of the time')).toBe(
      true,
    );
    expect(0.95 ** 10).toBeCloseTo(0.6, 2);
  });
});
