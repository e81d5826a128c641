import { describe, expect, it } from 'vitest';
import { intervalRows } from '../../../../web/src/evaluation/interval-rows.ts';

const mean = (value: number, n = 4) => ({ mean: value, low: value, high: value, n });

describe('intervalRows', () => {
  it('puts the weakest first, ties by name, and leaves out what nobody asked', () => {
    const rows = intervalRows(
      { b: mean(0.5), a: mean(0.5), c: mean(0.2), none: mean(0, 0) },
      (name) => name.toUpperCase(),
    );
    expect(rows.map(({ name }) => name)).toEqual(['C', 'A', 'B']);
  });

  it('turns the order round when asked to', () => {
    const rows = intervalRows({ a: mean(0.1), b: mean(0.9) }, (name) => name, 'falling');
    expect(rows.map(({ name }) => name)).toEqual(['b', 'a']);
  });
});
