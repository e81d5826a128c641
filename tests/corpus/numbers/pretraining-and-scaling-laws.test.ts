import { describe, expect, it } from 'vitest';
import { noteSays } from '../note-says.ts';

const slug = 'pretraining-and-scaling-laws';

function chinchillaLoss(parameters: number, tokens: number): number {
  return 1.69 + 406.4 / parameters ** 0.34 + 410.7 / tokens ** 0.28;
}

describe('numbers in pretraining-and-scaling-laws', () => {
  it('estimates training compute by the 6ND rule', () => {
    const llama = 6 * 405e9 * 15.6e12;
    expect(noteSays(slug, 'gives $3.8 \\cdot 10^{25}$ operations')).toBe(true);
    expect((llama / 1e25).toFixed(1)).toBe('3.8');
    expect(noteSays(slug, 'that run takes 26.3 million GPU-hours')).toBe(true);
    expect((llama / 4e14 / 3600 / 1e6).toFixed(1)).toBe('26.3');
    expect(noteSays(slug, 'about $3.3 \\cdot 10^{24}$ operations')).toBe(true);
    expect(((6 * 37e9 * 14.8e12) / 1e24).toFixed(1)).toBe('3.3');
  });

  it('predicts the losses of Gopher and Chinchilla', () => {
    expect(noteSays(slug, 'a loss of 1.993 for Gopher and 1.937 for Chinchilla')).toBe(true);
    expect(chinchillaLoss(280e9, 300e9).toFixed(3)).toBe('1.993');
    expect(chinchillaLoss(70e9, 1.4e12).toFixed(3)).toBe('1.937');
  });

  it('grows parameters and tokens with ten times the compute', () => {
    expect(noteSays(slug, '5.4 times the parameters, 1.9 times the tokens')).toBe(true);
    expect((10 ** 0.73).toFixed(1)).toBe('5.4');
    expect((10 ** 0.27).toFixed(1)).toBe('1.9');
    expect(noteSays(slug, '3.2 times each')).toBe(true);
    expect((10 ** 0.5).toFixed(1)).toBe('3.2');
  });

  it('computes the tokens per parameter of Llama 3 8B', () => {
    expect(noteSays(slug, 'which is 1,875 tokens per parameter')).toBe(true);
    expect(15e12 / 8e9).toBe(1875);
  });
});
