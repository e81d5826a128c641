import { describe, expect, it } from 'vitest';
import { noteSays } from '../note-says.ts';

const slug = 'serving-llms';

describe('numbers in serving-llms', () => {
  it('computes the waste of a static batch and of reserved memory', () => {
    const lengths = [20, 50, 100, 400];
    const steps = Math.max(...lengths) * lengths.length;
    const wanted = lengths.reduce((sum, length) => sum + length, 0);
    expect(noteSays(slug, 'occupy 1,600 sequence steps')).toBe(true);
    expect(noteSays(slug, 'only 570, or 35.6%, produce wanted tokens')).toBe(true);
    expect(steps).toBe(1_600);
    expect(wanted).toBe(570);
    expect((wanted / steps) * 100).toBeCloseTo(35.6, 1);
    const blocks = Math.ceil(500 / 16);
    expect(noteSays(slug, 'wastes 75.6% of its reservation')).toBe(true);
    expect((1 - 500 / 2_048) * 100).toBeCloseTo(75.6, 1);
    expect(noteSays(slug, 'takes 32 blocks for 512 positions and wastes only 2.3%')).toBe(true);
    expect(blocks).toBe(32);
    expect((1 - 500 / (blocks * 16)) * 100).toBeCloseTo(2.3, 1);
  });

  it('computes the transfer of a KV cache', () => {
    const bytes = 4_000 * 131_072;
    expect(noteSays(slug, 'about 524 MB of KV cache in BF16')).toBe(true);
    expect(Math.round(bytes / 1e6)).toBe(524);
    expect(noteSays(slug, 'about 10 milliseconds over a link of 50 GB per second')).toBe(true);
    expect(Math.round((bytes / 50e9) * 1e3)).toBe(10);
  });

  it('computes the gain of speculative decoding', () => {
    const acceptance = 0.8;
    const drafted = 4;
    const tokens = (1 - acceptance ** (drafted + 1)) / (1 - acceptance);
    expect(noteSays(slug, 'yields 3.36 tokens per target pass')).toBe(true);
    expect(tokens).toBeCloseTo(3.36, 2);
    expect(noteSays(slug, 'the resulting speed-up is 2.8 times')).toBe(true);
    expect(tokens / (drafted * 0.05 + 1)).toBeCloseTo(2.8, 1);
  });

  it('computes the sizes of a deployment', () => {
    expect(noteSays(slug, '70.6 billion parameters needs 141.2 GB in BF16')).toBe(true);
    expect(70.6 * 2).toBeCloseTo(141.2, 6);
    expect(noteSays(slug, 'mean 40 concurrent requests')).toBe(true);
    expect(5 * 8).toBe(40);
    expect(noteSays(slug, 'need 8,000 tokens per second')).toBe(true);
    expect(20 * 400).toBe(8_000);
    expect(noteSays(slug, 'a demand of 8,000 tokens per second needs 5 replicas')).toBe(true);
    expect(Math.ceil(8_000 / (2_500 * 0.7))).toBe(5);
  });
});
