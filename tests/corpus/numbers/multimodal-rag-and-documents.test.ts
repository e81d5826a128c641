import { describe, expect, it } from 'vitest';
import { noteSays } from '../note-says.ts';

const slug = 'multimodal-rag-and-documents';

describe('numbers in multimodal-rag-and-documents', () => {
  it('computes the storage of multi-vector pages', () => {
    const bytesPerPage = 1024 * 128 * 2;
    expect(noteSays(slug, 'in 16-bit floats takes 262,144 bytes')).toBe(true);
    expect(bytesPerPage).toBe(262_144);
    expect(noteSays(slug, 'one million pages take about 262 GB')).toBe(true);
    expect(Math.round((bytesPerPage * 1e6) / 1e9)).toBe(262);
  });

  it('compares with a single vector and with binary vectors', () => {
    const singleVector = 1024 * 4;
    const binaryPage = (1024 * 128) / 8;
    expect(noteSays(slug, 'takes 4,096 bytes per page, which is 64 times less')).toBe(true);
    expect(singleVector).toBe(4096);
    expect((1024 * 128 * 2) / singleVector).toBe(64);
    expect(noteSays(slug, 'shrinks the multi-vector page to 16,384 bytes')).toBe(true);
    expect(binaryPage).toBe(16_384);
  });
});
