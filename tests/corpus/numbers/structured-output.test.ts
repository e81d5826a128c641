import { describe, expect, it } from 'vitest';
import { noteSays } from '../note-says.ts';

describe('numbers in structured-output', () => {
  it('computes the masked probabilities', () => {
    const allowed = 0.3 + 0.2;
    expect(noteSays('structured-output', 'the masked probabilities become 0.6 and 0.4')).toBe(true);
    expect(0.3 / allowed).toBeCloseTo(0.6, 6);
    expect(0.2 / allowed).toBeCloseTo(0.4, 6);
  });

  it('computes the size of a token mask', () => {
    expect(noteSays('structured-output', 'takes 16,000 bytes per step and sequence')).toBe(true);
    expect(128_000 / 8).toBe(16_000);
  });

  it('computes the failures left after one retry', () => {
    const first = 100_000 * 0.03;
    const second = first * 0.03;
    expect(noteSays('structured-output', '3,000 need a retry')).toBe(true);
    expect(noteSays('structured-output', 'about 90 still fail after one retry')).toBe(true);
    expect(first).toBeCloseTo(3000, 6);
    expect(second).toBeCloseTo(90, 6);
  });
});
