import { describe, expect, it } from 'vitest';
import { noteSays } from '../note-says.ts';

describe('numbers in fine-tuning', () => {
  it('computes the memory of full fine-tuning with Adam', () => {
    const bytesPerParameter = 2 + 2 + 12;
    const gigabytes = (7e9 * bytesPerParameter) / 1e9;
    expect(noteSays('fine-tuning', 'about 16 bytes of memory per parameter')).toBe(true);
    expect(noteSays('fine-tuning', 'needs about 112 GB for full fine-tuning')).toBe(true);
    expect(bytesPerParameter).toBe(16);
    expect(gigabytes).toBe(112);
  });

  it('computes the operations and the time of a small run', () => {
    const operations = 6 * 8e9 * 10e6 * 3;
    const minutes = operations / (0.4 * 989e12) / 60;
    expect(noteSays('fine-tuning', 'for 3 epochs needs 1.44e18 operations')).toBe(true);
    expect(noteSays('fine-tuning', 'takes about 61 minutes of GPU time')).toBe(true);
    expect(operations).toBeCloseTo(1.44e18, -10);
    expect(Math.round(minutes)).toBe(61);
  });
});
