import { describe, expect, it } from 'vitest';
import { noteSays } from '../note-says.ts';

const slug = 'parameter-efficient-fine-tuning';
const loraSize = (rank: number, rows: number, columns: number) => rank * (rows + columns);

describe('numbers in parameter-efficient-fine-tuning', () => {
  it('computes the LoRA parameters of one square matrix', () => {
    const trained = loraSize(16, 4096, 4096);
    const full = 4096 * 4096;
    expect(noteSays(slug, 'trains 131,072 parameters instead of 16,777,216')).toBe(true);
    expect(noteSays(slug, 'which is about 0.78%')).toBe(true);
    expect(trained).toBe(131_072);
    expect(full).toBe(16_777_216);
    expect((trained / full) * 100).toBeCloseTo(0.78, 2);
  });

  it('computes the adapter of a model shaped like Llama 3.1 8B', () => {
    const perLayer =
      2 * loraSize(16, 4096, 4096) + 2 * loraSize(16, 1024, 4096) + 3 * loraSize(16, 14_336, 4096);
    const adapter = 32 * perLayer;
    expect(noteSays(slug, 'hold 41,943,040 parameters')).toBe(true);
    expect(noteSays(slug, 'about 0.52% of 8.03 billion weights')).toBe(true);
    expect(noteSays(slug, 'in bfloat16 takes about 84 MB')).toBe(true);
    expect(noteSays(slug, 'adapters of 84 MB need 8.4 GB of storage')).toBe(true);
    expect(adapter).toBe(41_943_040);
    expect((adapter / 8.03e9) * 100).toBeCloseTo(0.52, 2);
    expect(Math.round((adapter * 2) / 1e6)).toBe(84);
    expect((100 * 84) / 1000).toBeCloseTo(8.4, 6);
  });

  it('computes training memory with and without LoRA', () => {
    const adapterStates = (41_943_040 * 16) / 1e9;
    expect(noteSays(slug, 'needs about 128 GB for full fine-tuning states')).toBe(true);
    expect(noteSays(slug, 'about 16 GB for frozen weights plus less than 1 GB')).toBe(true);
    expect((8e9 * 16) / 1e9).toBe(128);
    expect((8e9 * 2) / 1e9).toBe(16);
    expect(adapterStates).toBeLessThan(1);
  });

  it('computes the overhead of block constants and the size in NF4', () => {
    const single = 32 / 64;
    const double = 8 / 64 + 32 / (64 * 256);
    const gigabytes = (8e9 * (4 + double)) / 8 / 1e9;
    expect(noteSays(slug, 'from 0.5 to about 0.127 bits per parameter')).toBe(true);
    expect(noteSays(slug, 'takes about 4.13 GB for its weights')).toBe(true);
    expect(single).toBe(0.5);
    expect(double).toBeCloseTo(0.127, 3);
    expect(gigabytes).toBeCloseTo(4.13, 2);
  });
});
