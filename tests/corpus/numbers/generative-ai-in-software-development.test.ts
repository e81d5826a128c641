import { describe, expect, it } from 'vitest';
import { noteSays } from '../note-says.ts';

const slug = 'generative-ai-in-software-development';

function passAtK(samples: number, correct: number, k: number): number {
  let allFail = 1;
  for (let i = 0; i < k; i += 1) {
    allFail *= (samples - correct - i) / (samples - i);
  }
  return 1 - allFail;
}

describe('numbers in generative-ai-in-software-development', () => {
  it('computes pass@k', () => {
    expect(noteSays(slug, 'pass@1 is 25.0% and pass@5 is 80.6%')).toBe(true);
    expect((passAtK(20, 5, 1) * 100).toFixed(1)).toBe('25.0');
    expect((passAtK(20, 5, 5) * 100).toFixed(1)).toBe('80.6');
  });

  it('bounds the total time saved', () => {
    expect(noteSays(slug, 'the total time falls by only 15%')).toBe(true);
    expect(0.3 - 0.3 / 2).toBeCloseTo(0.15, 10);
  });

  it('compounds the success of steps', () => {
    expect(noteSays(slug, 'succeed together in only 35.8% of runs')).toBe(true);
    expect((0.95 ** 20 * 100).toFixed(1)).toBe('35.8');
  });
});
