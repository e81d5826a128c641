import { describe, expect, it } from 'vitest';
import { estimateCost } from '../../../src/models/estimate-cost.ts';

const usage = { inputTokens: 500_000, outputTokens: 250_000 };

describe('estimateCost', () => {
  it('prices input and output apart, in US dollars', () => {
    expect(estimateCost('gpt-4.1-mini', usage)).toBeCloseTo(0.2 + 0.4, 10);
  });

  it('gives a dated name the price of its model', () => {
    expect(estimateCost('gpt-4.1-mini-2025-04-14', usage)).toBe(
      estimateCost('gpt-4.1-mini', usage),
    );
  });

  it.each(['llama3.2', 'gpt-4.1-mini-of-mine', 'constructor', '__proto__'])(
    'knows no price for %s',
    (model) => {
      expect(estimateCost(model, usage)).toBeNull();
    },
  );
});
