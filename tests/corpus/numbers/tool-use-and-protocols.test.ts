import { describe, expect, it } from 'vitest';
import { noteSays } from '../note-says.ts';

const slug = 'tool-use-and-protocols';

describe('numbers in tool-use-and-protocols', () => {
  it('computes the time of sequential and parallel calls', () => {
    const turn = 1.5;
    const lookups = [0.8, 1.2, 0.5];
    const sequential = lookups.reduce((sum, seconds) => sum + turn + seconds, 0);
    const parallel = turn + Math.max(...lookups);
    expect(noteSays(slug, 'Three sequential turns take 7.0 seconds')).toBe(true);
    expect(sequential).toBeCloseTo(7, 6);
    expect(noteSays(slug, 'one turn with parallel execution takes 2.7 seconds')).toBe(true);
    expect(parallel).toBeCloseTo(2.7, 6);
  });

  it('computes the context used by tool definitions', () => {
    expect(noteSays(slug, 'add 6,000 tokens to every model call and 60,000 tokens')).toBe(true);
    expect(40 * 150).toBe(6_000);
    expect(40 * 150 * 10).toBe(60_000);
  });
});
