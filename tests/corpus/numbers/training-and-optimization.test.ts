import { describe, expect, it } from 'vitest';
import { noteSays } from '../note-says.ts';

const slug = 'training-and-optimization';

describe('numbers in training-and-optimization', () => {
  it('computes the first loss, the half-time learning rate and the gradient factors', () => {
    expect(noteSays(slug, 'over 128,256 tokens has a loss of 11.76')).toBe(true);
    expect(Math.log(128_256).toFixed(2)).toBe('11.76');
    const halfTime = 3e-5 + 0.5 * (3e-4 - 3e-5) * (1 + Math.cos(Math.PI / 2));
    expect(noteSays(slug, 'at half time is $1.65 \\cdot 10^{-4}$')).toBe(true);
    expect((halfTime * 1e4).toFixed(2)).toBe('1.65');
    expect(noteSays(slug, 'over 100 layers leaves 0.000027 of the gradient')).toBe(true);
    expect((0.9 ** 100).toFixed(6)).toBe('0.000027');
    expect(noteSays(slug, 'a factor of 1.1 multiplies the gradient by 13,781')).toBe(true);
    expect(Math.round(1.1 ** 100)).toBe(13_781);
  });

  it('computes the effective batch and the clipping factor', () => {
    expect(noteSays(slug, 'one update uses 512 sequences, or 2,097,152 tokens')).toBe(true);
    expect(4 * 8 * 16).toBe(512);
    expect(512 * 4096).toBe(2_097_152);
    expect(noteSays(slug, 'A gradient of norm 5 is multiplied by 0.2 at threshold 1')).toBe(true);
    expect(1 / 5).toBe(0.2);
  });

  it('computes the memory of the training states per ZeRO stage', () => {
    const billions = 7.5;
    const devices = 64;
    expect(noteSays(slug, 'therefore needs 120 GB before activations')).toBe(true);
    expect(billions * 16).toBe(120);
    expect(noteSays(slug, 'far more than the 15 GB of its inference weights')).toBe(true);
    expect(billions * 2).toBe(15);
    expect(
      noteSays(slug, '31.4 GB per device in stage 1, 16.6 GB in stage 2 and 1.9 GB in stage 3'),
    ).toBe(true);
    expect((billions * (4 + 12 / devices)).toFixed(1)).toBe('31.4');
    expect((billions * (2 + 14 / devices)).toFixed(1)).toBe('16.6');
    expect(((billions * 16) / devices).toFixed(1)).toBe('1.9');
  });

  it('computes the pipeline bubble', () => {
    const bubble = (8 - 1) / (32 + 8 - 1);
    expect(noteSays(slug, 'With 8 stages and 32 micro-batches the bubble is 17.9%')).toBe(true);
    expect((bubble * 100).toFixed(1)).toBe('17.9');
  });
});
