import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createThinkingFilter } from '../../../src/models/skip-thinking.ts';

function filtered(text: string, cuts: readonly number[]): string {
  const filter = createThinkingFilter();
  let out = '';
  let from = 0;
  for (const cut of [...cuts].sort((a, b) => a - b)) {
    out += filter.push(text.slice(from, cut));
    from = cut;
  }
  return out + filter.push(text.slice(from)) + filter.end();
}

describe('createThinkingFilter', () => {
  it.each([
    ['<think>Hm. <decline/> or not?</think>\n\nThe answer.', 'The answer.'],
    ['  <Thinking>a < b</Thinking>The answer.', 'The answer.'],
    ['<think>never ended', ''],
    ['<decline/>', '<decline/>'],
    ['A <think>b</think> c', 'A <think>b</think> c'],
    ['<b>bold</b>', '<b>bold</b>'],
    ['', ''],
  ])('leaves of %j only %j, however it is cut', (text, left) => {
    fc.assert(
      fc.property(fc.array(fc.nat(text.length), { maxLength: 6 }), (cuts) => {
        expect(filtered(text, cuts)).toBe(left);
      }),
    );
  });
});
