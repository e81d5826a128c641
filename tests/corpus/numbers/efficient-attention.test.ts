import { describe, expect, it } from 'vitest';
import { noteSays } from '../note-says.ts';

const slug = 'efficient-attention';
const context = 131_072;
const gibibyte = 2 ** 30;

function bytesPerToken(layers: number, keyValueHeads: number, headSize: number): number {
  return 2 * layers * keyValueHeads * headSize * 2;
}

describe('numbers in efficient-attention', () => {
  it('computes the cache of multi-head, grouped-query and multi-query attention', () => {
    expect(noteSays(slug, '16-bit numbers needs 524,288 bytes per token')).toBe(true);
    expect(bytesPerToken(32, 32, 128)).toBe(524_288);
    expect(noteSays(slug, 'from 524,288 to 131,072 bytes per token')).toBe(true);
    expect(bytesPerToken(32, 8, 128)).toBe(131_072);
    expect(noteSays(slug, 'then takes 16 GiB instead of 64 GiB')).toBe(true);
    expect((bytesPerToken(32, 8, 128) * context) / gibibyte).toBe(16);
    expect((bytesPerToken(32, 32, 128) * context) / gibibyte).toBe(64);
    expect(noteSays(slug, 'MQA needs 16,384 bytes per token, or 2 GiB')).toBe(true);
    expect(bytesPerToken(32, 1, 128)).toBe(16_384);
    expect((bytesPerToken(32, 1, 128) * context) / gibibyte).toBe(2);
  });

  it('computes the latent cache of DeepSeek-V3', () => {
    const latent = (512 + 64) * 61 * 2;
    expect(noteSays(slug, 'takes 70,272 bytes per token')).toBe(true);
    expect(latent).toBe(70_272);
    expect(noteSays(slug, 'would take 3,997,696 bytes per token')).toBe(true);
    expect(bytesPerToken(61, 128, 128)).toBe(3_997_696);
    expect(noteSays(slug, 'about 57 times smaller')).toBe(true);
    expect(Math.round(bytesPerToken(61, 128, 128) / latent)).toBe(57);
  });

  it('computes the rolling cache and the reach of Mistral 7B', () => {
    expect(noteSays(slug, 'a rolling cache of 4,096 tokens takes 512 MiB')).toBe(true);
    expect((4096 * bytesPerToken(32, 8, 128)) / 2 ** 20).toBe(512);
    expect(noteSays(slug, 'the theoretical reach is 131,072 tokens')).toBe(true);
    expect(4096 * 32).toBe(context);
  });
});
