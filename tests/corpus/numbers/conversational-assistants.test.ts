import { describe, expect, it } from 'vitest';
import { noteSays } from '../note-says.ts';

const slug = 'conversational-assistants';

describe('numbers in conversational-assistants', () => {
  it('sums the input tokens of a chat with full history', () => {
    let tokens = 0;
    for (let turn = 1; turn <= 30; turn += 1) {
      tokens += 1500 + 250 * turn;
    }
    expect(noteSays(slug, 'that resends everything uses 161,250 input tokens')).toBe(true);
    expect(tokens).toBe(161_250);
  });

  it('sums the input tokens with a window and a summary', () => {
    let tokens = 0;
    for (let turn = 1; turn <= 30; turn += 1) {
      tokens += 1500 + 300 + 250 * Math.min(turn, 6);
    }
    expect(noteSays(slug, 'lowers the sum to 95,250 tokens')).toBe(true);
    expect(tokens).toBe(95_250);
  });
});
