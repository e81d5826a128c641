import { describe, expect, it } from 'vitest';
import { noteSays } from '../note-says.ts';

describe('numbers in hugging-face', () => {
  it('counts the trainable parameters of LoRA', () => {
    const full = 4096 * 4096;
    const adapter = 16 * (4096 + 4096);
    expect(
      noteSays('hugging-face', 'trains 131,072 parameters instead of 16,777,216, which is 0.78%'),
    ).toBe(true);
    expect(adapter).toBe(131_072);
    expect(full).toBe(16_777_216);
    expect(((100 * adapter) / full).toFixed(2)).toBe('0.78');
  });

  it('computes the memory of an 8-billion-parameter model', () => {
    const parameters = 8e9;
    expect(noteSays('hugging-face', 'needs 16 GB for its weights in bfloat16')).toBe(true);
    expect((parameters * 2) / 1e9).toBe(16);
    expect(noteSays('hugging-face', 'about 128 GB for full fine-tuning with AdamW')).toBe(true);
    expect((parameters * 16) / 1e9).toBe(128);
    expect(noteSays('hugging-face', 'with 4-bit weights takes about 4 GB')).toBe(true);
    expect((parameters * 0.5) / 1e9).toBe(4);
  });
});
