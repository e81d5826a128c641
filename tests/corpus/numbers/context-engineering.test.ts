import { describe, expect, it } from 'vitest';
import { noteSays } from '../note-says.ts';

const slug = 'context-engineering';
const prefix = 6000;
const perCall = 1500;
const calls = 50;
const totalInput = Array.from({ length: calls }, (_, call) => prefix + perCall * call).reduce(
  (sum, tokens) => sum + tokens,
  0,
);
const written = prefix + perCall * (calls - 1);

describe('numbers in context-engineering', () => {
  it('computes the input tokens of an agent run', () => {
    expect(noteSays(slug, 'processes 2,137,500 input tokens in total')).toBe(true);
    expect(noteSays(slug, 'its final history holds only 79,500 tokens')).toBe(true);
    expect(totalInput).toBe(2_137_500);
    expect(written).toBe(79_500);
  });

  it('computes the cost with prompt caching', () => {
    const equivalent = written * 1.25 + (totalInput - written) * 0.1;
    expect(noteSays(slug, 'the equivalent of 305,175 tokens')).toBe(true);
    expect(noteSays(slug, 'about 14% of the uncached input cost')).toBe(true);
    expect(equivalent).toBeCloseTo(305_175, 3);
    expect(Math.round((equivalent / totalInput) * 100)).toBe(14);
  });
});
