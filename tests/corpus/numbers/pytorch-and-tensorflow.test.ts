import { describe, expect, it } from 'vitest';
import { noteSays } from '../note-says.ts';

const slug = 'pytorch-and-tensorflow';

describe('numbers in pytorch-and-tensorflow', () => {
  it('differentiates the example function', () => {
    const x = 2;
    expect(noteSays(slug, 'so at $x=2$ autograd returns the gradient 7')).toBe(true);
    expect(2 * x + 3).toBe(7);
  });

  it('computes the effective batch', () => {
    const sequences = 8 * 4 * 8;
    expect(noteSays(slug, 'the effective batch is 256 sequences, or 524,288 tokens')).toBe(true);
    expect(sequences).toBe(256);
    expect(sequences * 2048).toBe(524_288);
  });

  it('computes the memory of sharded training', () => {
    const gigabytes = (7e9 * 16) / 1e9;
    expect(noteSays(slug, 'a model with 7 billion parameters needs 112 GB')).toBe(true);
    expect(gigabytes).toBe(112);
    expect(noteSays(slug, 'over 8 GPUs leaves 14 GB per GPU')).toBe(true);
    expect(gigabytes / 8).toBe(14);
  });
});
