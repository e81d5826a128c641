import { describe, expect, it } from 'vitest';
import { noteSays } from '../note-says.ts';

const width = 4096;
const headSize = 128;
const attentionWeights = 2 * width * width + 2 * width * (8 * headSize);
const feedForwardWeights = 3 * width * 14_336;

describe('numbers in transformers', () => {
  it('estimates the weights of GPT-3 by the rule of twelve', () => {
    const weights = 12 * 96 * 12_288 ** 2;
    expect(noteSays('transformers', 'or 173.9 billion weights')).toBe(true);
    expect((weights / 1e9).toFixed(1)).toBe('173.9');
  });

  it('counts the sublayers of one Llama 3 8B block', () => {
    const share = feedForwardWeights / (attentionWeights + feedForwardWeights);
    expect(noteSays('transformers', 'holds 41,943,040 weights')).toBe(true);
    expect(noteSays('transformers', 'sublayer holds 176,160,768 weights')).toBe(true);
    expect(noteSays('transformers', 'block is therefore 81%')).toBe(true);
    expect(attentionWeights).toBe(41_943_040);
    expect(feedForwardWeights).toBe(176_160_768);
    expect(Math.round(share * 100)).toBe(81);
  });

  it('counts all weights of Llama 3 8B and their memory', () => {
    const norms = 32 * 2 * width + width;
    const embeddings = 2 * 128_256 * width;
    const total = 32 * (attentionWeights + feedForwardWeights) + norms + embeddings;
    expect(noteSays('transformers', 'comes to 8,030,261,248 weights')).toBe(true);
    expect(total).toBe(8_030_261_248);
    expect(noteSays('transformers', 'take about 16.1 GB')).toBe(true);
    expect(((total * 2) / 1e9).toFixed(1)).toBe('16.1');
  });
});
