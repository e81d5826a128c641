import { describe, expect, it } from 'vitest';
import { noteSays } from '../note-says.ts';

const slug = 'cost-latency-and-routing';

describe('numbers in cost-latency-and-routing', () => {
  it('computes the cost of one request and of a month', () => {
    const input = (3_000 * 2) / 1e6;
    const output = (300 * 10) / 1e6;
    expect(noteSays(slug, 'One request then costs USD 0.009')).toBe(true);
    expect(input + output).toBeCloseTo(0.009, 10);
    expect(noteSays(slug, '100,000 requests per month cost USD 900')).toBe(true);
    expect((input + output) * 100_000).toBeCloseTo(900, 6);
    expect(noteSays(slug, 'input makes up two thirds of the cost')).toBe(true);
    expect(input / (input + output)).toBeCloseTo(2 / 3, 10);
  });

  it('computes the decoding time and the caching factors', () => {
    expect(noteSays(slug, 'takes 8 seconds to decode')).toBe(true);
    expect(400 * 0.02).toBeCloseTo(8, 10);
    expect(noteSays(slug, 'cutting the reply to 150 tokens saves 5 seconds')).toBe(true);
    expect((400 - 150) * 0.02).toBeCloseTo(5, 10);
    expect(noteSays(slug, 'writing once and reading once costs 1.35 instead of 2 units')).toBe(
      true,
    );
    expect(1.25 + 0.1).toBeCloseTo(1.35, 10);
  });

  it('computes the cost of a cascade', () => {
    const large = 0.02;
    const small = 0.002;
    const cascade = small + (1 - 0.7) * large;
    expect(noteSays(slug, 'a request costs USD 0.008 on average, which saves 60%')).toBe(true);
    expect(cascade).toBeCloseTo(0.008, 10);
    expect(1 - cascade / large).toBeCloseTo(0.6, 10);
    expect(noteSays(slug, 'when fewer than 10% of answers are accepted')).toBe(true);
    expect(small / large).toBeCloseTo(0.1, 10);
  });

  it('computes the token cost of a rented GPU', () => {
    const perMillion = (3 / (2_000 * 3_600)) * 1e6;
    expect(noteSays(slug, 'costs USD 0.42 per million tokens when fully used')).toBe(true);
    expect(perMillion).toBeCloseTo(0.42, 2);
    expect(noteSays(slug, 'USD 4.17 at 10% use')).toBe(true);
    expect(perMillion / 0.1).toBeCloseTo(4.17, 2);
  });
});
