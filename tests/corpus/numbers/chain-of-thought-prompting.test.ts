import { describe, expect, it } from 'vitest';
import { noteSays } from '../note-says.ts';

const slug = 'chain-of-thought-prompting';

describe('numbers in chain-of-thought-prompting', () => {
  it('computes the success of a chain of ten steps', () => {
    expect(noteSays(slug, 'the whole chain is right with a probability of about 74%')).toBe(true);
    expect(Math.round(0.97 ** 10 * 100)).toBe(74);
  });

  it('computes the success of a majority of five samples', () => {
    const p = 0.7;
    const q = 1 - p;
    const majority = 10 * p ** 3 * q ** 2 + 5 * p ** 4 * q + p ** 5;
    expect(noteSays(slug, 'would be right with a probability of about 84%')).toBe(true);
    expect(Math.round(majority * 100)).toBe(84);
  });
});
