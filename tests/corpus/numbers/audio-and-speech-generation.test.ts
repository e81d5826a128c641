import { describe, expect, it } from 'vitest';
import { noteSays } from '../note-says.ts';

const slug = 'audio-and-speech-generation';

describe('numbers in audio-and-speech-generation', () => {
  it('computes the bit rate of a neural codec', () => {
    const codecBits = 75 * 8 * 10;
    const rawBits = 24_000 * 16;
    expect(Math.log2(1024)).toBe(10);
    expect(noteSays(slug, 'spends 75 × 8 × 10 = 6,000 bits per second')).toBe(true);
    expect(codecBits).toBe(6000);
    expect(noteSays(slug, 'needs 384,000 bits per second, which is 64 times more')).toBe(true);
    expect(rawBits).toBe(384_000);
    expect(rawBits / codecBits).toBe(64);
  });

  it('counts samples and tokens of ten seconds', () => {
    expect(noteSays(slug, 'at 24,000 samples per second are 240,000 values')).toBe(true);
    expect(10 * 24_000).toBe(240_000);
    expect(noteSays(slug, 'Ten seconds at 75 steps and 8 codebooks are 6,000 tokens')).toBe(true);
    expect(10 * 75 * 8).toBe(6000);
  });

  it('computes a word error rate', () => {
    expect(noteSays(slug, 'in 100 reference words, the WER is 11%')).toBe(true);
    expect((6 + 3 + 2) / 100).toBeCloseTo(0.11, 10);
  });

  it('adds up the latency of a cascade', () => {
    expect(noteSays(slug, 'answers after 1,000 milliseconds')).toBe(true);
    expect(300 + 150 + 350 + 200).toBe(1000);
  });
});
