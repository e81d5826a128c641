import { describe, expect, it } from 'vitest';
import {
  box,
  calibrationError,
  pointsOf,
  xOf,
  yOf,
} from '../../../../web/src/evaluation/reliability-geometry.ts';

const bin = (predicted: number, observed: number, questions: number) => ({
  from: Math.floor(predicted * 10) / 10,
  predicted,
  observed,
  questions,
});

describe('pointsOf', () => {
  it('gives points areas in the ratio of their questions', () => {
    const [small, large] = pointsOf([bin(0.1, 0, 25), bin(0.9, 1, 100)]);
    expect((large!.radius / small!.radius) ** 2).toBeCloseTo(4);
  });

  it('keeps the scale inside the drawing, 1 at the upper right', () => {
    expect(xOf(0)).toBe(box.left);
    expect(xOf(1)).toBe(box.width - box.right);
    expect(yOf(1)).toBe(box.top);
    expect(yOf(0)).toBe(box.height - box.bottom);
  });

  it('draws nothing without bins', () => {
    expect(pointsOf([])).toEqual([]);
  });
});

describe('calibrationError', () => {
  it('weighs each distance by its questions', () => {
    expect(calibrationError([bin(0.2, 0.2, 30), bin(0.8, 1, 10)])).toBeCloseTo(0.05);
    expect(calibrationError([])).toBe(0);
  });
});
