import { describe, expect, it } from 'vitest';
import { noteSays } from '../note-says.ts';

const slug = 'multi-agent-systems';

describe('numbers in multi-agent-systems', () => {
  it('computes the majority vote of three agents', () => {
    const right = 0.7;
    const majority = right ** 3 + 3 * right ** 2 * (1 - right);
    expect(noteSays(slug, 'probability 0.7 reach 0.784 by majority vote')).toBe(true);
    expect(majority).toBeCloseTo(0.784, 10);
  });

  it('computes the communication pairs and the token factor', () => {
    const pairs = (agents: number): number => (agents * (agents - 1)) / 2;
    expect(noteSays(slug, 'so 5 agents have 10 pairs and 10 agents have 45')).toBe(true);
    expect(pairs(5)).toBe(10);
    expect(pairs(10)).toBe(45);
    expect(noteSays(slug, 'multiplied tokens by about 3.75')).toBe(true);
    expect(15 / 4).toBe(3.75);
  });

  it('computes the reliability of a chain of five agents', () => {
    expect(noteSays(slug, 'succeed together with probability 0.59')).toBe(true);
    expect(0.9 ** 5).toBeCloseTo(0.59, 2);
  });
});
