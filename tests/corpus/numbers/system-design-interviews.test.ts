import { describe, expect, it } from 'vitest';
import { noteSays } from '../note-says.ts';

const slug = 'system-design-interviews';

describe('numbers in system-design-interviews', () => {
  it('computes the index of ten million documents', () => {
    const tokens = 10e6 * 2_000;
    const chunks = tokens / 400;
    expect(noteSays(slug, 'holds 50 million chunks made from 20 billion tokens')).toBe(true);
    expect(tokens).toBe(20e9);
    expect(chunks).toBe(50e6);
    expect(noteSays(slug, 'take 204.8 GB, and with 8-bit quantisation 51.2 GB')).toBe(true);
    expect((chunks * 1_024 * 4) / 1e9).toBeCloseTo(204.8, 6);
    expect((chunks * 1_024) / 1e9).toBeCloseTo(51.2, 6);
    expect(noteSays(slug, 'with 32 neighbours per node at 4 bytes adds 6.4 GB')).toBe(true);
    expect((chunks * 32 * 4) / 1e9).toBeCloseTo(6.4, 6);
    expect(noteSays(slug, 'embedding the collection once costs USD 400')).toBe(true);
    expect((tokens / 1e6) * 0.02).toBeCloseTo(400, 6);
  });

  it('computes the load and the daily cost', () => {
    const average = 200_000 / 86_400;
    const peak = average * 5;
    expect(noteSays(slug, 'is 2.3 per second, and a peak factor of 5 gives 11.6')).toBe(true);
    expect(average).toBeCloseTo(2.3, 1);
    expect(peak).toBeCloseTo(11.6, 1);
    expect(noteSays(slug, 'about 69 requests are in flight at the peak')).toBe(true);
    expect(Math.round(peak * 6)).toBe(69);
    expect(noteSays(slug, 'the model costs USD 2,200 per day')).toBe(true);
    expect((200_000 * (4_000 * 2 + 300 * 10)) / 1e6).toBeCloseTo(2_200, 6);
  });

  it('computes the cost of a summarising run', () => {
    const cost = (1e6 * (8_000 * 0.25 + 300 * 2)) / 1e6;
    expect(noteSays(slug, 'make 8 billion input tokens')).toBe(true);
    expect(1e6 * 8_000).toBe(8e9);
    expect(noteSays(slug, 'the run costs USD 2,600')).toBe(true);
    expect(cost).toBeCloseTo(2_600, 6);
    expect(noteSays(slug, 'lowers the cost to USD 1,300')).toBe(true);
    expect(cost / 2).toBeCloseTo(1_300, 6);
  });

  it('computes availability in series and in parallel', () => {
    expect(noteSays(slug, 'in series at 99.9% each give 99.6%')).toBe(true);
    expect(0.999 ** 4 * 100).toBeCloseTo(99.6, 1);
    expect(noteSays(slug, 'at 99.5% each give 99.9975%')).toBe(true);
    expect((1 - 0.005 ** 2) * 100).toBeCloseTo(99.9975, 6);
  });
});
