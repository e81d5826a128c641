import { describe, expect, it } from 'vitest';
import { noteSays } from '../note-says.ts';

describe('numbers in multimodal-models', () => {
  it('computes the loss of a uniform guess over a CLIP batch', () => {
    const uniformLoss = Math.log(32_768);
    expect(noteSays('multimodal-models', 'a loss of ln 32,768, which is about 10.40')).toBe(true);
    expect(uniformLoss.toFixed(2)).toBe('10.40');
  });

  it('counts the patches of one image', () => {
    const side = 336 / 14;
    expect(noteSays('multimodal-models', 'so one image becomes 24 × 24 = 576 tokens')).toBe(true);
    expect(side).toBe(24);
    expect(side * side).toBe(576);
  });

  it('counts the tokens of scanned pages', () => {
    const columns = 1120 / 28;
    const rows = 1568 / 28;
    expect(noteSays('multimodal-models', 'becomes 40 × 56 = 2,240 tokens')).toBe(true);
    expect(columns * rows).toBe(2240);
    expect(noteSays('multimodal-models', 'pages of 2,240 tokens each fill 44,800 tokens')).toBe(
      true,
    );
    expect(20 * columns * rows).toBe(44_800);
  });
});
