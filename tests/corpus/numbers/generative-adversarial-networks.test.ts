import { describe, expect, it } from 'vitest';
import { noteSays } from '../note-says.ts';

const slug = 'generative-adversarial-networks';

describe('numbers in generative-adversarial-networks', () => {
  it('computes the optimal discriminator at one point', () => {
    const realDensity = 0.3;
    const generatedDensity = 0.1;
    expect(noteSays(slug, 'the optimal discriminator outputs 0.3 / (0.3 + 0.1) = 0.75')).toBe(true);
    expect(realDensity / (realDensity + generatedDensity)).toBeCloseTo(0.75, 10);
  });

  it('computes the value of the game at the optimum', () => {
    const valueAtOptimum = Math.log(0.5) + Math.log(1 - 0.5);
    expect(noteSays(slug, 'the value of the game is $-\\log 4 \\approx -1.386$')).toBe(true);
    expect(valueAtOptimum).toBeCloseTo(-Math.log(4), 10);
    expect(valueAtOptimum).toBeCloseTo(-1.386, 3);
  });

  it('compares the logit gradients of the two generator losses', () => {
    const sigmoid = (logit: number): number => 1 / (1 + Math.exp(-logit));
    const logitOfFake = Math.log(0.01 / 0.99);
    const step = 1e-6;
    const slope = (loss: (logit: number) => number): number =>
      (loss(logitOfFake + step) - loss(logitOfFake - step)) / (2 * step);
    const minimax = Math.abs(slope((logit) => Math.log(1 - sigmoid(logit))));
    const nonSaturating = Math.abs(slope((logit) => -Math.log(sigmoid(logit))));
    expect(
      noteSays(
        slug,
        'the minimax gradient is 0.01 and the non-saturating gradient is 0.99, which is 99 times larger',
      ),
    ).toBe(true);
    expect(minimax).toBeCloseTo(0.01, 6);
    expect(nonSaturating).toBeCloseTo(0.99, 6);
    expect(nonSaturating / minimax).toBeCloseTo(99, 2);
  });

  it('counts the resolutions of progressive growing', () => {
    const doublings = Math.log2(1024 / 4);
    expect(
      noteSays(slug, 'the side doubles 8 times, so the generator passes through 9 resolutions'),
    ).toBe(true);
    expect(doublings).toBe(8);
    expect(doublings + 1).toBe(9);
  });
});
