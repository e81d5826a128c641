import { describe, expect, it } from 'vitest';
import { noteSays } from '../note-says.ts';

const slug = 'llm-inference';
const parameters = 8.03e9;
const peakFlops = 989e12;
const bandwidth = 3.35e12;
const bytesPerToken8b = 2 * 32 * 8 * 128 * 2;

describe('numbers in llm-inference', () => {
  it('computes the prefill work and its lower bound in time', () => {
    const flops = 2 * parameters * 2_000;
    expect(noteSays(slug, 'about 32.1 trillion FLOPs for a 2,000-token prompt')).toBe(true);
    expect(flops / 1e12).toBeCloseTo(32.1, 1);
    expect(noteSays(slug, 'needs at least 32.5 milliseconds for that prompt')).toBe(true);
    expect((flops / peakFlops) * 1e3).toBeCloseTo(32.5, 1);
  });

  it('computes the decode bound and the ridge point', () => {
    const weightBytes = parameters * 2;
    const secondsPerToken = weightBytes / bandwidth;
    expect(noteSays(slug, 'in BF16 occupies 16.06 GB')).toBe(true);
    expect(weightBytes / 1e9).toBeCloseTo(16.06, 2);
    expect(noteSays(slug, 'needs at least 4.8 milliseconds per token')).toBe(true);
    expect(secondsPerToken * 1e3).toBeCloseTo(4.8, 1);
    expect(noteSays(slug, 'at most about 209 tokens per second')).toBe(true);
    expect(Math.round(1 / secondsPerToken)).toBe(209);
    expect(noteSays(slug, 'which is about 295 FLOPs per byte')).toBe(true);
    expect(Math.round(peakFlops / bandwidth)).toBe(295);
  });

  it('computes the size of the KV cache', () => {
    expect(noteSays(slug, 'one token of Llama 3 8B takes 131,072 bytes of KV cache')).toBe(true);
    expect(bytesPerToken8b).toBe(131_072);
    expect(bytesPerToken8b).toBe(128 * 1024);
    expect(noteSays(slug, 'takes exactly 1 GiB of KV cache, and 131,072 tokens take 16 GiB')).toBe(
      true,
    );
    expect(bytesPerToken8b * 8_192).toBe(2 ** 30);
    expect(bytesPerToken8b * 131_072).toBe(16 * 2 ** 30);
    expect(noteSays(slug, 'takes 327,680 bytes per token')).toBe(true);
    expect(2 * 80 * 8 * 128 * 2).toBe(327_680);
  });

  it('computes the concurrent sequences and the end-to-end latency', () => {
    const freeBytes = 80e9 * 0.9 - 16e9;
    expect(noteSays(slug, '56 GB hold about 106 sequences')).toBe(true);
    expect(Math.floor(freeBytes / (4_000 * bytesPerToken8b))).toBe(106);
    expect(noteSays(slug, 'takes 6.38 seconds end to end')).toBe(true);
    expect(0.4 + 0.02 * (300 - 1)).toBeCloseTo(6.38, 6);
  });
});
