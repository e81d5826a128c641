import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AskedQuestions } from '../../../src/suggest/near-repeat.ts';

const isNearRepeat = (left: string, right: string) => new AskedQuestions([left]).hasNearly(right);

describe('AskedQuestions', () => {
  it.each([
    ['What is mode collapse?', 'How is mode collapse explained?'],
    ['How to fine-tune a model?', 'When do you fine tune models?'],
  ])('finds that %s and %s ask nearly the same', (left, right) => {
    expect(isNearRepeat(left, right)).toBe(true);
  });

  it.each([
    ['How does LoRA save memory?', 'Can I merge a LoRA adapter into the base model?'],
    ['What is a system prompt?', 'What is prompt chaining?'],
    ['What is it?', 'How is that?'],
  ])('tells %s from %s', (left, right) => {
    expect(isNearRepeat(left, right)).toBe(false);
  });

  it('does not depend on the order of the two', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (left, right) => {
        expect(isNearRepeat(left, right)).toBe(isNearRepeat(right, left));
      }),
    );
  });
});
