import { describe, expect, it } from 'vitest';
import { noteSays } from '../note-says.ts';

const slug = 'agent-memory';

describe('numbers in agent-memory', () => {
  it('computes the retrieval scores of two memories', () => {
    const older = 0.995 ** 24 + 0.8 + 0.6;
    const fresh = 1 + 0.2 + 0.7;
    expect(noteSays(slug, 'with importance 0.8 and relevance 0.6, scores 2.29')).toBe(true);
    expect(older).toBeCloseTo(2.29, 2);
    expect(noteSays(slug, 'with importance 0.2 and relevance 0.7 scores 1.90')).toBe(true);
    expect(fresh).toBeCloseTo(1.9, 6);
    expect(older).toBeGreaterThan(fresh);
  });

  it('computes the tokens of a full history and of retrieved facts', () => {
    expect(noteSays(slug, '2,000 tokens make 400,000 tokens per turn')).toBe(true);
    expect(200 * 2_000).toBe(400_000);
    expect(noteSays(slug, 'a 500-token profile make 900 tokens')).toBe(true);
    expect(10 * 40 + 500).toBe(900);
  });
});
